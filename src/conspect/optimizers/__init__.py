"""Optimizers, one file each. A new file here is all that a new optimizer takes.

An optimizer is stated for one parameter `p`: with its gradient `dp` and its state, if it keeps any,
it makes `new_p` and the new state, and names what it needs on the way.
"""

from conspect.rule import Rule


class Optimizer(Rule):
    """How a parameter moves, once its gradient is known."""
