"""How a network is trained: everything that is chosen before it starts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from conspect.errors import InputError
from conspect.language import _
from conspect.registry import nearest

Monitor = Literal["auto", "loss", "validation_loss", "validation_score"]
Precision = Literal["float64", "float32"]

_CHOICES = {
    "monitor": ("auto", "loss", "validation_loss", "validation_score"),
    "dtype": ("float64", "float32"),
}


@dataclass(frozen=True)
class Settings:
    """How a network is trained.

    Args:
        epochs: how often every row is seen.
        batch_size: rows a step; None for all rows.
        shuffle: whether each epoch takes the rows in an order of its own, drawn from the seed.
        seed: where the orders and the validation rows are drawn from.
        validation: the share of the rows that is kept out of training to measure it by, 0 to 1.
        stratify: whether that share is the same in every class; only where targets are classes.
        patience: stop after so many epochs in a row without improvement; None for never.
        tolerance: what counts as improvement: more than this.
        monitor: what has to improve; `auto` is the validation loss, or the loss without validation.
        restore_best: whether the network of the best epoch is the result, not that of the last.
        dtype: the precision of all training arithmetic.

    Raises:
        InputError: a value that makes no sense.

    >>> Settings(epochs=0, validation=0.2).validation
    0.2
    """

    epochs: int = 1
    batch_size: int | None = None
    shuffle: bool = False
    seed: int = 0
    validation: float = 0.0
    stratify: bool = True
    patience: int | None = None
    tolerance: float = 0.0
    monitor: Monitor = "auto"
    restore_best: bool = False
    dtype: Precision = "float64"

    def __post_init__(self) -> None:
        _whole("epochs", self.epochs, least=0)
        _whole("seed", self.seed, least=0)
        if self.batch_size is not None:
            _whole("batch_size", self.batch_size, least=1)
        if self.patience is not None:
            _whole("patience", self.patience, least=1)
        if not 0 <= self.validation < 1:
            raise InputError(
                _("{name} is {value!r}").format(name="validation", value=self.validation),
                _("write a share below 1, 0.2 say"),
                origin=("training", "validation"),
            )
        if not 0 <= self.tolerance < float("inf"):
            raise InputError(
                _("{name} is {value!r}").format(name="tolerance", value=self.tolerance),
                _("write a number from 0 on"),
                origin=("training", "tolerance"),
            )
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                value = getattr(self, name)
                raise InputError(
                    _("unknown {name} {value!r}").format(name=name, value=value),
                    nearest(str(value), choices),
                    origin=("training", name),
                )

    def to_header(self) -> dict[str, Any]:
        """The settings as a dict that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_header(cls, header: Mapping[str, Any]) -> "Settings":
        """The settings from such a dict.

        Raises:
            InputError: it has a key that is no setting, or a value that makes no sense.
        """
        known = {field.name for field in fields(cls)}
        for key in header:
            if key not in known:
                raise InputError(
                    _("unknown training setting {key!r}").format(key=key), nearest(key, known)
                )
        return cls(**header)


def _whole(name: str, value: object, *, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise InputError(
            _("{name} is {value!r}").format(name=name, value=value),
            _("write a whole number from {least} on").format(least=least),
            origin=("training", name),
        )
