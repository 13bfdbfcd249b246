"""Plateau: the rate drops when the loss no longer falls."""

from dataclasses import dataclass

from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class Plateau(Schedule):
    """The rate drops by a factor when the loss has not fallen for some epochs.

    An epoch counts as better if its loss is below the best so far by more than a share of it.

    Args:
        wait: epochs without a better loss that are borne.
        factor: what the rate is multiplied by then.
        threshold: the share by which a better loss is better.

    Source: PyTorch, torch.optim.lr_scheduler.ReduceLROnPlateau.

    >>> schedule = Plateau(wait=0)
    >>> schedule.after_epoch({"e": 3.0, "drops": 0.0, "best": 0.5, "waited": 0.0}, loss=0.7)
    {'e': 4.0, 'drops': 1.0, 'best': 0.5, 'waited': 0.0}
    """

    wait: int = 10
    factor: float = 0.1
    threshold: float = 1e-4

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "drops": State(),
        "best": State(),
        "waited": State(),
        "factor": Hyperparameter(),
        "rate": Output(),
    }
    equations = """
        rate = learning_rate * factor ** drops  # smaller by the same factor each time the loss stood still
    """
    first = {"best": float("inf")}
    progression = """
        new_e      = e + 1
        still      = 0 if loss < best * (1 - threshold) else waited + 1
        new_drops  = drops + 1 if still > wait else drops
        new_best   = loss if loss < best * (1 - threshold) else best
        new_waited = 0 if still > wait else still
    """

    @staticmethod
    def forward(learning_rate: Array, drops: Array, factor: Array) -> Array:
        return learning_rate * factor**drops
