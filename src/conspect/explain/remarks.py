"""What a teacher would point out beside the arithmetic."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.equations.evaluate import evaluate
from conspect.equations.substitute import written_out
from conspect.equations.tree import Call, Choice, Element, Expression, elements, walk
from conspect.equations.write import Unicode
from conspect.explain.rounding import Printed
from conspect.explain.rulebook import Entry, Place
from conspect.explain.selection import ValueOf, place_of
from conspect.language import _, plural
from conspect.network import Network
from conspect.roles import Input, Output
from conspect.rule import Array, results
from conspect.trace import Trace


def on_line(
    entry: Entry, place: Place, value_of: ValueOf, printed: Printed, digits: int
) -> list[str]:
    """What is worth saying about one line: a corner that it stands on, digits that were lost."""
    said: list[str] = []
    if entry.part == "backward":
        said += _corners(entry, place, value_of)
    if not printed.result.is_finite():
        said += _overflow(entry, place, value_of, printed)
    elif printed.digits == 0:
        said.append(
            _("Floating point cancelled every digit here: what is left is rounding, printed as 0.")
        )
    elif printed.digits < digits:
        said.append(
            plural(
                "Floating point cancelled digits here: only {count} digit of the result holds.",
                "Floating point cancelled digits here: only {count} digits of the result hold.",
                printed.digits,
            ).format(count=printed.digits)
        )
    return said


def _overflow(entry: Entry, place: Place, value_of: ValueOf, printed: Printed) -> list[str]:
    """Said where an infinity or a NaN arises, not where it is only handed on."""
    operands = elements(written_out(entry.at(place)))
    if not all(math.isfinite(value_of(element)) for element in operands):
        return []
    if printed.result.is_nan():
        return [
            _("On the way here, numbers became too large for floating point: NaN is no number.")
        ]
    return [_("The result is beyond the largest number that floating point can hold.")]


def diverged(trace: Trace) -> str:
    """Which parameters are no longer finite before this step; empty if all are."""
    names = [name for name in trace.network.parameters if not np.isfinite(trace[name]).all()]
    if not names:
        return ""
    return plural(
        "Training has diverged: {names} holds numbers that are not finite. Take a smaller "
        "learning rate, or fewer epochs.",
        "Training has diverged: {names} hold numbers that are not finite. Take a smaller "
        "learning rate, or fewer epochs.",
        len(names),
    ).format(names=", ".join(names))


def _corners(entry: Entry, place: Place, value_of: ValueOf) -> Iterator[str]:
    """Corners that the element stands on: where a function has two slopes and one is taken."""
    name, tree = _(entry.rule.kind()), entry.at(place)
    if not any(isinstance(node, Choice | Call) for node in walk(tree)):
        return
    for node in walk(written_out(tree)):
        match node:
            case Choice(condition=condition) if _value(condition.left, value_of) == _value(
                condition.right, value_of
            ) and _is_corner(node, value_of):
                at = Unicode().write(condition.left)
                yield _(
                    "{element} is exactly {value}, where {name} has a corner; its slope there is "
                    "taken as {slope}."
                ).format(
                    element=at,
                    value=f"{_value(condition.right, value_of):g}",
                    name=name,
                    slope=f"{_value(node.otherwise, _slopes(value_of)):g}",
                )
            case Call("sign", argument) if _value(argument, value_of) == 0:
                yield _(
                    "{element} is exactly 0, where {name} has a corner; its slope there is taken "
                    "as 0."
                ).format(element=Unicode().write(argument), name=name)


def _is_corner(choice: Choice, value_of: ValueOf) -> bool:
    """Whether the two sides have different slopes at the boundary."""
    slopes = _slopes(value_of)
    return _value(choice.then, slopes) != _value(choice.otherwise, slopes)


def _slopes(value_of: ValueOf) -> ValueOf:
    """Values under which a gradient rule gives its own slope: what comes from above is 1."""

    def value(element: Element) -> float:
        return 1.0 if element.name.startswith("d") and element.indices else value_of(element)

    return value


def _value(tree: Expression, value_of: ValueOf) -> float:
    def lookup(name: str, indices: tuple[int, ...]) -> float:
        return value_of(known[name, indices])

    known = {(node.name, place_of(node)): node for node in walk(tree) if isinstance(node, Element)}
    with np.errstate(all="ignore"):
        return float(evaluate(tree, lookup))


def dead_units(
    network: Network, arrays: Mapping[str, npt.NDArray[np.floating[Any]]]
) -> dict[int, list[str]]:
    """By layer number, what is to be said of units whose slope is 0 for every sample.

    Args:
        network: the network.
        arrays: those of its forward pass, by name.
    """
    said: dict[int, list[str]] = {}
    for step in network.steps[:-1]:
        rule = step.rule
        reads = [symbol for symbol in rule.with_role(Input) if rule.symbols[symbol].any_rank]
        makes = rule.with_role(Output)
        result = arrays[step.names[makes[-1]]]
        if len(reads) != 1 or result.ndim != 2:
            continue
        values: dict[str, Array] = {symbol: arrays[name] for symbol, name in step.names.items()}
        values |= {f"d{makes[-1]}": np.ones_like(result), **rule.hyperparameters()}
        with np.errstate(all="ignore"):
            [slopes] = results(rule.backward, values)
        dead = [int(unit) + 1 for unit in np.flatnonzero((slopes == 0).all(axis=0))]
        if dead:
            said.setdefault(step.number, []).append(_dead(step.names[makes[-1]], dead, result))
    return said


def _dead(name: str, units: list[int], result: npt.NDArray[np.floating[Any]]) -> str:
    off = not result[:, [unit - 1 for unit in units]].any()
    shown = ", ".join(map(str, units[:10])) + (", …" if len(units) > 10 else "")
    if off:
        return plural(
            "Unit {units} of {name} is dead for this batch: it puts out 0 with slope 0 for every "
            "sample, so no gradient reaches what feeds it.",
            "Units {units} of {name} are dead for this batch: they put out 0 with slope 0 for "
            "every sample, so no gradient reaches what feeds them.",
            len(units),
        ).format(units=shown, name=name)
    return plural(
        "Unit {units} of {name} is saturated for this batch: its slope is 0 to the last digit for "
        "every sample, so no gradient reaches what feeds it.",
        "Units {units} of {name} are saturated for this batch: their slope is 0 to the last digit "
        "for every sample, so no gradient reaches what feeds them.",
        len(units),
    ).format(units=shown, name=name)


def untrained(network: Network) -> str:
    """Which parameters stay as they are; empty if all are trained."""
    names = [name for name in network.parameters if name not in network.trained]
    if not names:
        return ""
    return plural(
        "{names} is not trained: its gradient is worked out, its values stay.",
        "{names} are not trained: their gradients are worked out, their values stay.",
        len(names),
    ).format(names=", ".join(names))
