"""Plateau: the rate drops when the loss no longer falls."""

from dataclasses import dataclass

from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Progress, Schedule


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

    def start(self) -> dict[str, float]:
        return {**super().start(), "best": float("inf")}

    def after_epoch(self, progress: Progress, loss: float) -> dict[str, float]:
        better = loss < progress["best"] * (1 - self.threshold)
        waited = 0.0 if better else progress["waited"] + 1
        drop = waited > self.wait
        return {
            "e": progress["e"] + 1,
            "drops": progress["drops"] + drop,
            "best": loss if better else progress["best"],
            "waited": 0.0 if drop else waited,
        }

    @staticmethod
    def forward(learning_rate: Array, drops: Array, factor: Array) -> Array:
        return learning_rate * factor**drops
