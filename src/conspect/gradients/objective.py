"""The person's loss: called on copies, and watched.

A slope means something only if the loss is one number that depends on the parameters alone. What
goes against that is said in one line.
"""

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.gradients.arrays import Floats, Kind, numbers_of, precision_of
from conspect.language import _

# Two values of one loss may differ by this many units in the last place: sums that run in
# parallel are not added in the same order each time.
_SAME = 1024

Point = Mapping[str, Floats]


class Objective:
    """The loss as a function of points in float64.

    Attributes:
        point: where the slopes are wanted.
        value: the loss there.
        precision: of the numbers that it is worked out in, as far as they can be seen.
    """

    def __init__(self, loss: Callable[[Any], Any], kinds: Mapping[str, Kind], point: Point) -> None:
        self.loss, self.kinds, self.point = loss, kinds, point
        self.value, result_precision = self._first()
        self.precision = max(result_precision, *(kind.precision for kind in kinds.values()))

    def _first(self) -> tuple[float, float]:
        parameters = self._made(self.point)
        before = {name: numbers_of(value) for name, value in parameters.items()}
        result = self._called(parameters)
        refuse_changes(_("the loss"), before, parameters)
        value = _scalar(result)
        if not np.isfinite(value):
            raise InputError(
                _("the loss is {value}").format(value=value),
                _("choose parameters at which it is a finite number"),
            )
        precision = precision_of(result)
        again = _scalar(self._called(self._made(self.point)))
        if not abs(again - value) <= _SAME * precision * abs(value):
            raise InputError(
                _(
                    "the loss is random: {first} the first time, {second} the second, "
                    "with the same parameters"
                ).format(first=value, second=again),
                _("draw its random numbers from a generator seeded anew in each call"),
            )
        return value, precision

    def at(self, point: Point) -> float:
        """The loss at a point; NaN where it has none."""
        try:
            return _scalar(self._called(self._made(point)))
        except (ArithmeticError, ValueError):
            return np.nan

    def at_complex(self, point: Mapping[str, npt.NDArray[Any]]) -> complex | None:
        """The loss at a complex point; None if its code does not take complex numbers."""
        if not all(kind.takes_complex() for kind in self.kinds.values()):
            return None
        try:
            with _quiet(), warnings.catch_warnings():
                # An imaginary part that is thrown away is the end of this method.
                warnings.simplefilter("error", np.exceptions.ComplexWarning)
                return complex(np.asarray(self.loss(self._made(point))).item())
        except Exception:  # whatever the person's code makes of numbers that it was not written for
            return None

    def reached(self, name: str, numbers: Floats) -> Floats:
        """The numbers as the person's arrays can hold them."""
        return numbers_of(self.kinds[name].made(numbers))

    def moved(self, point: Point) -> "Objective":
        """The same loss about another point, where it may have no value."""
        other = copy(self)
        other.point = {name: self.reached(name, numbers) for name, numbers in point.items()}
        other.value = self.at(other.point)
        return other

    def sizes(self) -> dict[str, float]:
        """How large each array is, as a root mean square; one of zeros counts as the others do."""
        sizes = {name: _size(numbers) for name, numbers in self.point.items()}
        known = [math.log(size) for size in sizes.values() if size]
        others = math.exp(sum(known) / len(known)) if known else 1.0
        return {name: size or others for name, size in sizes.items()}

    def around(self, spread: Mapping[str, float], generator: np.random.Generator) -> "Objective":
        """The same loss about a random point nearby.

        Args:
            spread: how far each array moves, as a share of its size.
            generator: where the random numbers come from.
        """
        sizes = self.sizes()
        return self.moved(
            {
                name: numbers + spread[name] * sizes[name] * generator.normal(size=numbers.shape)
                for name, numbers in self.point.items()
            }
        )

    def _made(self, point: Mapping[str, npt.NDArray[Any]]) -> dict[str, Any]:
        return {name: kind.made(point[name]) for name, kind in self.kinds.items()}

    def _called(self, parameters: dict[str, Any]) -> Any:
        with _quiet():
            return self.loss(parameters)


def refuse_changes(what: str, before: Point, parameters: Mapping[str, Any]) -> None:
    """See that a function left its parameters alone.

    Whatever it does, it does to copies; but somebody's training would go astray.

    Raises:
        InputError: it did not; the line names the parameter.
    """
    for name, numbers in before.items():
        now = parameters.get(name)
        if now is None or not np.array_equal(numbers_of(now), numbers, equal_nan=True):
            raise InputError(
                _("{what} changes {name} in place").format(what=what, name=name),
                _("let it work on a copy of its parameters"),
            )


def _size(numbers: Floats) -> float:
    largest = float(np.abs(numbers).max(initial=0))
    return largest * math.sqrt(np.mean((numbers / largest) ** 2)) if largest else 0.0


@contextmanager
def _quiet() -> Iterator[None]:
    """Overflow and the like, away from the point that the person chose, are expected."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _scalar(result: Any) -> float:
    """The loss as one number."""
    if result is None:
        raise InputError(_("the loss returns nothing"), _("let it return its number"))
    try:
        numbers = numbers_of(result)
    except (TypeError, ValueError):
        raise InputError(
            _("the loss is of the type {type}").format(type=type(result).__name__),
            _("let it return one real number"),
        ) from None
    if numbers.size != 1:
        raise InputError(
            _("the loss has shape {shape}").format(shape=numbers.shape),
            _("let it return one number: a sum or a mean"),
        )
    return float(numbers.item())
