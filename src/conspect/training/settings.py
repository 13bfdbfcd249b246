"""How a network is trained: epochs, batches, order."""

from dataclasses import dataclass

from conspect.errors import InputError


@dataclass(frozen=True)
class Settings:
    """How a network is trained.

    Args:
        epochs: how often all rows are gone through.
        batch_size: the rows of one step; None for all.
        shuffle: whether each epoch takes the rows in a new random order.
        seed: where the random orders come from.
    """

    epochs: int = 1
    batch_size: int | None = None
    shuffle: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in (("epochs", 0), ("batch_size", 1), ("seed", 0)):
            value = getattr(self, name)
            if name == "batch_size" and value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise InputError(
                    f"{name} is {value!r}",
                    f"write a whole number from {least} on",
                    origin=("training", name),
                )
