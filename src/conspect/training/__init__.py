"""Training: batches, the loop, its whole state, early stopping, history."""

from conspect.training.loop import Progress as Progress
from conspect.training.loop import fit as fit
from conspect.training.settings import Settings as Settings
from conspect.training.state import TrainingState as TrainingState
