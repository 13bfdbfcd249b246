"""One mistake, told: what is wrong, where, how it should be, the figures, the mended line."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from conspect.check.findings import Mistake, Worked
from conspect.check.report.source import lines_of, place_of, visible
from conspect.equations.write import Unicode
from conspect.explain.document import (
    Change,
    Listing,
    Node,
    Note,
    Section,
    SourceLine,
    Table,
    Text,
)
from conspect.explain.rounding import shorten
from conspect.language import _


def mistake_section(mistake: Mistake, number: int, file: str, digits: int) -> Section:
    """A section on a mistake.

    Args:
        mistake: the mistake.
        number: which one it is, from 1.
        file: the program, where the mistake names none.
        digits: the significant digits of numbers.
    """
    title = _("Mistake {number}").format(number=number)
    return Section("check", title, tuple(_nodes(mistake, file, digits)))


def _nodes(mistake: Mistake, file: str, digits: int) -> Iterator[Node]:
    yield Text(f"{visible(mistake.cause)}: {_sentence(mistake.message)}")
    if mistake.parameters:
        names = ", ".join(map(visible, mistake.parameters))
        spoils = mistake.worked is not None
        words = _("It spoils the gradient of {names}.") if spoils else _("It concerns {names}.")
        yield Text(words.format(names=names))
    place = place_of(mistake.file or file, mistake.cell, mistake.line)
    if mistake.span is not None and mistake.span.text:
        yield Listing(place, lines_of(mistake.span))
    elif mistake.line:
        yield Text(place)
    if mistake.formula_right:
        yield Text(_("The rule: {formula}").format(formula=visible(mistake.formula_right)))
    if mistake.formula_code:
        yield Text(_("This program: {formula}").format(formula=visible(mistake.formula_code)))
    if mistake.worked is not None:
        yield from _both_ways(mistake.worked, digits)
    if mistake.evidence:
        yield Text(_("Proof: {evidence}").format(evidence=_sentence(mistake.evidence)))
    if mistake.hidden:
        yield Note(_("The program's own numbers do not show this one; others would."))
    if mistake.fix:
        yield Text(_("Mend it: {fix}").format(fix=_sentence(mistake.fix)))
    changed = mistake.mended_span or mistake.span
    if changed is not None and mistake.mended:
        if mistake.mended_span is not None:
            yield Text(place_of(changed.file or file, changed.cell, changed.line))
        yield _change(
            lines_of(changed, marked=False), lines_of(changed, mistake.mended, marked=False)
        )


def _change(removed: tuple[SourceLine, ...], added: tuple[SourceLine, ...]) -> Change:
    """Lines before and after; of a single line, what differs is marked."""
    if len(removed) > 1 or len(added) > 1:
        return Change(removed, added)
    pairs = [_differing(old, new) for old, new in zip(removed, added, strict=True)]
    return Change(tuple(old for old, _new in pairs), tuple(new for _old, new in pairs))


def _differing(old: SourceLine, new: SourceLine) -> tuple[SourceLine, SourceLine]:
    start = _alike(old.text, new.text)
    same = _alike(old.text[start:][::-1], new.text[start:][::-1])
    return (
        replace(old, start=start, end=len(old.text) - same),
        replace(new, start=start, end=len(new.text) - same),
    )


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(
        1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


def _both_ways(worked: Worked, digits: int) -> Iterator[Node]:
    """One element: what is applied, what is right, what a difference says; and both in numbers."""
    rows = [
        (_("this program"), _number(worked.applied, digits)),
        (_("right"), _number(worked.right, digits)),
    ]
    if worked.difference is not None:
        moved = _("by moving the parameter a little")
        rows.append((moved, _number(worked.difference, digits)))
    element = visible(worked.element)
    words = _("The gradient of {element}, both ways:")
    if element.endswith("]"):
        words = _("The gradient of {element} (counted from 1), both ways:")
    yield Text(words.format(element=element))
    yield Table((_("gradient"), _("number")), tuple(rows))
    if worked.right_terms:
        terms = visible(worked.right_terms)
        yield Text(_("The rule, in numbers: {terms}").format(terms=terms))
    if worked.applied_terms:
        terms = visible(worked.applied_terms)
        yield Text(_("This program, in numbers: {terms}").format(terms=terms))


def _number(value: float, digits: int) -> str:
    return Unicode().signed(shorten(value, digits))


def _sentence(text: str) -> str:
    shown = visible(text).strip()
    return shown if shown.endswith((".", "!", "?", ":")) else f"{shown}."
