"""The option that says how much each class counts."""

from collections.abc import Mapping, Sequence

from conspect.errors import InputError
from conspect.language import _


def class_weights(given: Sequence[str], classes: Sequence[str]) -> Mapping[int, float] | str | None:
    """What `--class-weight` says, by the classes' numbers.

    Args:
        given: `balanced`, or `CLASS=WEIGHT` once a class.
        classes: the names of the classes, in their numbers' order; empty where they have none.

    Raises:
        InputError: no number, or a class that there is not.

    >>> class_weights(["dog=2.5"], ["cat", "dog"])
    {1: 2.5}
    """
    if not given:
        return None
    if "balanced" in given:
        if len(given) > 1:
            raise InputError(
                _("--class-weight is balanced and more besides"), _("write one or the other")
            )
        return "balanced"
    weights: dict[int, float] = {}
    for text in given:
        name, sign, number = text.rpartition("=")
        try:
            weight = float(number)
        except ValueError:
            sign = ""
        if not sign:
            raise InputError(
                _("--class-weight is {text!r}").format(text=text),
                _("write balanced, or CLASS=WEIGHT: dog=2.5"),
            )
        weights[_number(name, classes)] = weight
    return weights


def _number(name: str, classes: Sequence[str]) -> int:
    if name in classes:
        return classes.index(name)
    if not classes and name.isdecimal():
        return int(name)
    from conspect.registry import nearest

    raise InputError(
        _("--class-weight names the class {name!r}").format(name=name),
        nearest(name, classes) if classes else _("the data have numbers for classes: 0=2.5"),
    )
