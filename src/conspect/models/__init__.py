"""Models: a trained network in one file, with all that goes on with it.

- container: the bytes of the file, checked before anything in them is believed
- description: a network's structure as JSON, and back
- model: what a file holds
- storage: a file replaced whole or not at all, the one before it kept
"""

from conspect.models.model import Model as Model
from conspect.models.model import load as load
from conspect.models.model import save as save
