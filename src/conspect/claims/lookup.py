"""Tries every known mistake on a step, and keeps those that yield the number claimed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.claims import mistakes
from conspect.claims.claim import Claim
from conspect.claims.version import Mistake, Version
from conspect.errors import InputError
from conspect.explain.selection import parse_name
from conspect.files import Description
from conspect.language import _
from conspect.trace import Trace
from conspect.training.batches import epochs


@dataclass(frozen=True)
class Explanation:
    """A mistake that yields the number claimed.

    Attributes:
        cause: its name.
        words: what it is.
        value: what comes out with it, at full precision.
    """

    cause: str
    words: str
    value: float


@dataclass(frozen=True)
class Answer:
    """What became of a claim.

    Attributes:
        claim: the number claimed.
        true: the true one, at full precision.
        right: whether they agree at the digits claimed.
        explanations: the mistakes that yield the number claimed; none if it is right.
    """

    claim: Claim
    true: float
    right: bool
    explanations: tuple[Explanation, ...]


def answer(claim: Claim, trace: Trace, description: Description) -> Answer:
    """Hold a claim against a step, and look for the mistake behind it.

    Args:
        claim: the number claimed.
        trace: the step.
        description: the network before training, and its data.

    Raises:
        InputError: the step has no number of that name.
    """
    values = trace.values()
    name, place = parse_name(claim.name, values)
    if place is None and values[name].size != 1:
        last = ",".join(map(str, values[name].shape))
        raise InputError(
            _("{name} is a whole array").format(name=name),
            _("name one of its elements, up to {last}").format(last=f"{name}[{last}]"),
        )
    where = place or (0,) * values[name].ndim
    true = float(values[name][where])
    if claim.agrees(true):
        return Answer(claim, true, True, ())
    found = [
        Explanation(cause, words, value)
        for cause, words, value in _tried(name, where, trace, description)
        if claim.agrees(value)
    ]
    return Answer(claim, true, False, tuple(_distinct(found)))


def known_mistakes() -> list[Mistake]:
    """One of each class in the files of `mistakes/`."""
    files = iter_modules(mistakes.__path__, f"{mistakes.__name__}.")
    modules = [import_module(file.name) for file in files]
    return [
        value()
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Mistake)
        if value.__module__ == module.__name__
    ]


def _tried(
    name: str, where: tuple[int, ...], trace: Trace, description: Description
) -> Iterator[tuple[str, str, float]]:
    """What comes out for the number with each mistake made from the start of training."""
    for mistake in known_mistakes():
        for version in mistake.versions(description.network):
            values = _carried_out(version, description, trace)
            if name in values and values[name].shape == trace[name].shape:
                yield mistake.cause, version.words, float(values[name][where])


def _carried_out(
    version: Version, description: Description, trace: Trace
) -> Mapping[str, npt.NDArray[Any]]:
    """The numbers of the step that the trace is of, after all steps before it."""
    x, y = description.x, description.y
    assert x is not None
    assert y is not None
    order = epochs(len(x), description.settings)
    for _epoch in range(trace.epoch):
        losses, sizes = [], []
        for rows in next(order):
            version, loss = version.advanced(x[rows], y[rows])
            losses.append(loss)
            sizes.append(len(rows))
        version = version.after_epoch(float(np.average(losses, weights=sizes)))
    batches = next(order)
    for rows in batches[: trace.batch - 1]:
        version, _loss = version.advanced(x[rows], y[rows])
    rows = batches[trace.batch - 1]
    return version.values(x[rows], y[rows])


def _distinct(found: list[Explanation]) -> Iterator[Explanation]:
    """Those of one cause that yield the very same number only once."""
    seen = set()
    for explanation in found:
        key = explanation.cause, explanation.value
        if key not in seen:
            seen.add(key)
            yield explanation
