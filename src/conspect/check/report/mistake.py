"""One mistake, told: what is wrong, where, how it should be, the figures, the mended line."""

from collections.abc import Iterator

from conspect.check.findings import Mistake, Worked
from conspect.check.report.source import lines_of, place_of, visible
from conspect.equations.write import Unicode
from conspect.explain.document import Change, Listing, Node, Note, Section, Table, Text
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
        yield Text(_("It spoils the gradient of {names}.").format(names=names))
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
        yield Change(
            lines_of(changed, marked=False), lines_of(changed, mistake.mended, marked=False)
        )


def _both_ways(worked: Worked, digits: int) -> Iterator[Node]:
    """One element: what is applied, what is right, and what a difference says."""
    rows = [
        (_("this program"), _number(worked.applied, digits)),
        (_("right"), _number(worked.right, digits)),
    ]
    if worked.difference is not None:
        moved = _("by moving the parameter a little")
        rows.append((moved, _number(worked.difference, digits)))
    gradient = _("gradient of {element}").format(element=visible(worked.element))
    yield Table((gradient, _("number")), tuple(rows))
    if worked.applied_terms:
        yield Text(_("It comes from {terms}").format(terms=visible(worked.applied_terms)))
    if worked.right_terms:
        yield Text(_("It should come from {terms}").format(terms=visible(worked.right_terms)))


def _number(value: float, digits: int) -> str:
    return Unicode().signed(shorten(value, digits))


def _sentence(text: str) -> str:
    shown = visible(text).strip()
    return shown if shown.endswith((".", "!", "?", ":")) else f"{shown}."
