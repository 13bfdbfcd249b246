"""The gradients that are claimed, and how exact each number of theirs can be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from conspect.errors import InputError
from conspect.gradients.arrays import Floats, Kind, numbers_of, precision_of
from conspect.gradients.objective import Point, refuse_changes
from conspect.language import _
from conspect.registry import nearest

Gradients = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Claim:
    """What is claimed for one array.

    Attributes:
        gradient: the numbers.
        precision: of the arithmetic that made them.
        rounding: by how much that arithmetic is known to be off; zeros where it is not known.
    """

    gradient: Floats
    precision: float
    rounding: Floats


def claims_at(gradients: Gradients, kinds: Mapping[str, Kind], point: Point) -> dict[str, Claim]:
    """What is claimed at a point, for each parameter.

    A function is asked once more in double precision where the parameters have less: what the two
    answers differ by is the rounding of the first.

    Raises:
        InputError: the gradients do not fit the parameters.
    """
    if not callable(gradients):
        return _claims(gradients, {}, kinds, point)
    claimed = _asked(gradients, kinds, point)
    wide = {name: kind.wider() for name, kind in kinds.items()}
    finer: Mapping[str, Any] = {}
    if any(wide[name] is not kind for name, kind in kinds.items()):
        try:
            finer = _asked(gradients, wide, point)
        except Exception:  # code that takes single precision only
            finer = {}
    return _claims(claimed, finer, kinds, point)


def _asked(
    gradients: Callable[[Any], Mapping[str, Any]], kinds: Mapping[str, Kind], point: Point
) -> Mapping[str, Any]:
    parameters = {name: kind.made(point[name]) for name, kind in kinds.items()}
    before = {name: numbers_of(value) for name, value in parameters.items()}
    answer = gradients(parameters)
    refuse_changes(_("the function of the gradients"), before, parameters)
    if not isinstance(answer, Mapping):
        raise InputError(
            _("the function of the gradients returns the type {type}").format(
                type=type(answer).__name__
            ),
            _("let it return a dict with the keys of the parameters"),
        )
    return answer


def _claims(
    claimed: Mapping[str, Any], finer: Mapping[str, Any], kinds: Mapping[str, Kind], point: Point
) -> dict[str, Claim]:
    for name in claimed:
        if name not in kinds:
            raise InputError(
                _("a gradient for {name!r}, which is no parameter").format(name=name),
                nearest(name, kinds),
            )
    return {name: _claim(name, claimed, finer, kind, point[name]) for name, kind in kinds.items()}


def _claim(
    name: str, claimed: Mapping[str, Any], finer: Mapping[str, Any], kind: Kind, at: Floats
) -> Claim:
    if name not in claimed or claimed[name] is None:
        raise InputError(
            _("no gradient for {name}").format(name=name),
            _("give one for each parameter, zeros where nothing changes"),
        )
    gradient = _numbers(name, claimed[name])
    if gradient.shape != at.shape:
        turned = gradient.ndim == 2 and gradient.T.shape == at.shape
        raise InputError(
            _("the gradient for {name} has shape {given}, {name} has {wanted}").format(
                name=name, given=gradient.shape, wanted=at.shape
            ),
            _("transpose it") if turned else _("a gradient has the shape of its parameter"),
        )
    if not np.isfinite(gradient).all():
        place = tuple(int(i) + 1 for i in np.argwhere(~np.isfinite(gradient))[0])
        where = f"[{','.join(map(str, place))}]" if place else ""
        raise InputError(
            _("the gradient for {name} holds {value} at {element}").format(
                name=name, value=gradient[~np.isfinite(gradient)][0], element=f"{name}{where}"
            ),
            _("look for a division by 0 or the logarithm of 0"),
        )
    rounding = np.zeros_like(gradient)
    if name in finer and np.shape(finer[name]) == gradient.shape:
        difference = np.abs(numbers_of(finer[name]) - gradient)
        rounding = np.where(np.isfinite(difference), difference, 0.0)
    return Claim(gradient, max(kind.precision, precision_of(claimed[name])), rounding)


def _numbers(name: str, gradient: Any) -> Floats:
    try:
        return numbers_of(gradient)
    except (TypeError, ValueError):
        raise InputError(
            _("the gradient for {name} is of the type {type}").format(
                name=name, type=type(gradient).__name__
            ),
            _("give an array of the shape of its parameter"),
        ) from None
