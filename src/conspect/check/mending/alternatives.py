"""Other ways to write the marked part, under which it would have the value that it should have.

Each is worked out with the numbers that the program had there: an operand under another name, a
factor more, a product of other names. What comes out right is put into words, to be tried by
running the program with it.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.diagnosis.evidence import Evidence, Flow, Relation
from conspect.check.diagnosis.locate import both_ways
from conspect.check.mending.names import names_at
from conspect.check.mending.texts import held, is_held, parts_of
from conspect.check.recording.operations import written
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, put_in

_MOST = 2
_CLOSE = 1e-6
# Two numbers may agree by chance.
_FEWEST = 3
# The line may be run once a layer.
_MOST_LOOKED_AT = 12

# What the derivative of an activation looks like in terms of its result, or of what goes into it.
_SLOPES: list[tuple[str, Callable[[Array], Array]]] = [
    ("({0} > 0)", lambda n: (n > 0) * 1.0),
    ("{0} * (1 - {0})", lambda n: n * (1 - n)),
    ("(1 - {0} ** 2)", lambda n: 1 - n**2),
    ("{0}", lambda n: n),
]


@dataclass(frozen=True)
class Spoilt:
    """A value of the program that is not what it should be.

    Attributes:
        node: where it was computed.
        value, wanted: what it is, and what it should be.
    """

    node: Node
    value: Array
    wanted: Array


def alternatives(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, keys: list[int], site: Site
) -> list[str]:
    """Texts for the marked part, likeliest first.

    Args:
        before: the changes that are taken as made already.
        change: the mistake.
        keys: the parameters that it spoils.
        site: what is marked.
    """
    spoilt = _spoilt(evidence, before, change, keys, site)
    if spoilt is None:
        return []
    with np.errstate(all="ignore"):
        return list(islice(dict.fromkeys(_Writer(evidence, spoilt, site).texts()), _MOST))


def _spoilt(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, keys: list[int], site: Site
) -> Spoilt | None:
    """The first value of the marked place, beside what it would be without the mistake."""
    here = [node for node in evidence.case.tape.nodes if node.site is site]
    try:
        pairs = both_ways(evidence, before, change, keys).values()
    except (UnderivableError, LookupError, ValueError):
        return None
    for node in here[:_MOST_LOOKED_AT]:
        try:
            value = as_array(evidence.case.values(node))
        except LookupError:
            # The program has written over it since.
            continue
        if value.size < _FEWEST or node.function is written:
            break
        for right, wrong in pairs:
            if _factor(right, wrong):
                continue
            for turned in (np.asarray, np.transpose):
                factor = _factor(value, turned(wrong))
                if factor:
                    return Spoilt(node, value, factor * turned(right))
    return None


def _factor(value: Array, wrong: Array) -> float:
    """By which a value is a multiple of another; 0 if it is none."""
    square = float(np.vdot(wrong, wrong))
    if value.shape != wrong.shape or not square:
        return 0.0
    factor = float(np.vdot(wrong, value)) / square
    return factor if np.allclose(value, factor * wrong, rtol=_CLOSE, atol=0) else 0.0


class _Writer:
    """Writes the marked part anew.

    Args:
        spoilt: its value, and what that should be.
        site: where it stands.
    """

    def __init__(self, evidence: Evidence, spoilt: Spoilt, site: Site) -> None:
        self.case, self.spoilt = evidence.case, spoilt
        self.text = site.text
        self.whole, self.parts = parts_of(site.text)
        self.names = names_at(evidence.case, spoilt.node)

    def texts(self) -> Iterator[str]:
        """All that come out right."""
        if self.whole is None:
            return
        yield from self._other_operands()
        yield from self._factor_more()
        yield from self._another_factor()
        yield from self._operand_with_factor()
        yield from self._through_weights()
        yield from self._two_names()

    def _fits(self, value: object) -> bool:
        array = np.asarray(value)
        return array.shape == self.spoilt.wanted.shape and bool(
            np.allclose(array, self.spoilt.wanted, rtol=_CLOSE, atol=_CLOSE * self._size)
        )

    @property
    def _size(self) -> float:
        return float(np.abs(self.spoilt.wanted).max(initial=0.0))

    def _computed(self, position: int, operand: Array) -> object:
        """The operation with another operand; None if it refuses it."""
        node = self.spoilt.node
        arguments = [put_in(argument, self.case.values) for argument in node.arguments]
        arguments[position] = operand
        keywords = {key: put_in(value, self.case.values) for key, value in node.keywords.items()}
        assert node.function is not None
        try:
            return node.function(*arguments, **keywords)
        except (ValueError, TypeError, IndexError):
            return None

    def _operands(self) -> Iterator[tuple[int, ast.expr, str]]:
        for position, part in enumerate(self.parts):
            if position < len(self.spoilt.node.arguments):
                text = ast.get_source_segment(self.text, part)
                if text:
                    yield position, part, text

    def _other_operands(self) -> Iterator[str]:
        """An operand under another name, or turned round; or a derivative in its place."""
        for position, part, text in self._operands():
            for name, value in self.names.items():
                if name != text and self._fits(self._computed(position, value)):
                    yield self._with(part, name)
                if value.ndim == 2 and self._fits(self._computed(position, value.T)):
                    yield self._with(part, f"{name}.T")
            for form, slope in self._slopes():
                if self._fits(self._computed(position, slope)):
                    yield self._with(part, self._apart(form))

    def _factor_more(self) -> Iterator[str]:
        """The whole times a name, or times a derivative written with a name."""
        for form, slope in self._slopes():
            if self._fits(_product(self.spoilt.value, slope)):
                yield self._with(self.whole, f"{held(self.whole, self._own())} * {form}")

    def _another_factor(self) -> Iterator[str]:
        """The first factors of a product as they are, and a derivative for the others."""
        part, node = self.whole, self.spoilt.node
        while isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult):
            first = node.arguments[0] if node.arguments else None
            text = ast.get_source_segment(self.text, part.left)
            if not isinstance(first, Node) or text is None:
                break
            value = as_array(self.case.values(first))
            for form, slope in self._slopes():
                if self._fits(_product(value, slope)):
                    yield self._with(self.whole, f"{held(part.left, text)} * {form}")
            part, node = part.left, first

    def _operand_with_factor(self) -> Iterator[str]:
        """An operand times a derivative, or passed back through weights."""
        for position, part, text in self._operands():
            argument = put_in(self.spoilt.node.arguments[position], self.case.values)
            value = as_array(argument)
            own = held(part, text)
            for form, slope in self._slopes():
                if value.shape == slope.shape and self._fits(
                    self._computed(position, value * slope)
                ):
                    yield self._with(part, self._apart(f"{own} * {form}"))
            for passed, product in self._passed_back(own, value):
                if self._fits(self._computed(position, product)):
                    yield self._with(part, self._apart(passed))

    def _apart(self, text: str) -> str:
        """A text for an operand: in brackets, unless commas set operands apart."""
        whole = self.whole
        by_commas = isinstance(whole, ast.Call) and whole.args
        return text if by_commas or is_held(text) else f"({text})"

    def _slopes(self) -> Iterator[tuple[str, Array]]:
        for form, slope in _SLOPES:
            for name, value in self.names.items():
                found = slope(value)
                if value.size >= _FEWEST and np.ptp(found):
                    yield form.format(name), found

    def _through_weights(self) -> Iterator[str]:
        """The whole, passed back through weights."""
        own = held(self.whole, self._own())
        for text, product in self._passed_back(own, self.spoilt.value):
            if self._fits(product):
                yield self._with(self.whole, text)

    def _passed_back(self, own: str, value: Array) -> Iterator[tuple[str, Array]]:
        """A value times the transpose of each matrix with a name, on either side."""
        for name, weights in self.names.items():
            if weights.ndim != 2 or value.ndim != 2:
                continue
            if value.shape[1] == weights.shape[1]:
                yield f"{own} @ {name}.T", value @ weights.T
            if value.shape[0] == weights.shape[0]:
                yield f"{name}.T @ {own}", weights.T @ value

    def _two_names(self) -> Iterator[str]:
        """A difference of two names, or a name times a derivative."""
        same = {n: v for n, v in self.names.items() if v.shape == self.spoilt.wanted.shape}
        for name, value in same.items():
            for form, slope in self._slopes():
                if self._fits(_product(value, slope)):
                    yield self._with(self.whole, f"{name} * {form}")
            for other, subtracted in same.items():
                if self._fits(value - subtracted):
                    yield self._with(self.whole, f"{name} - {other}")

    def _own(self) -> str:
        assert self.whole is not None
        return ast.get_source_segment(self.text, self.whole) or self.text

    def _with(self, part: ast.expr | None, new: str) -> str:
        """The marked text with something else in the place of a part."""
        assert part is not None
        assert part.end_col_offset is not None
        raw = self.text.encode()
        before, after = raw[: part.col_offset], raw[part.end_col_offset :]
        if before.endswith(b"(") and after.startswith(b")") and is_held(new):
            new = new[1:-1]
        return (before + new.encode() + after).decode()


def _product(one: Array, other: Array) -> Array | None:
    """Element by element; None if the shapes forbid it."""
    try:
        return np.asarray(one * other)
    except ValueError:
        return None
