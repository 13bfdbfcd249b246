"""A mended line is shown only if it has been tried: the program is run with it, and is right."""

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

import msgspec

from conspect.check.findings import Mistake, Report, Span
from conspect.check.mending import mends
from conspect.check.mending.spot import Edit, Spot, first, spot_of
from conspect.check.repairs.repair import replaced, with_text
from conspect.check.sources import Source
from conspect.language import _

# A mistake may be tried to be mended so often; all of them together, as long as this.
_MOST_TRIES = 3
_SECONDS = 6.0

Run = Callable[[list[Source]], Report | None]


def with_mended_lines(report: Report, sources: list[Source], run: Run) -> Report:
    """The report, with the mended line of each mistake for which one is known and proved.

    Args:
        report: what was found.
        sources: the program that it is about.
        run: runs a program and gives the report on it.
    """
    deadline = time.monotonic() + _SECONDS
    known = []
    for mistake in report.mistakes:
        if mistake.mended or time.monotonic() > deadline:
            known.append(mistake)
            continue
        mended, sources, report = _tried(mistake, report, sources, run, deadline)
        known.append(mended)
    return msgspec.structs.replace(report, mistakes=known)


def _tried(
    mistake: Mistake, report: Report, sources: list[Source], run: Run, deadline: float
) -> tuple[Mistake, list[Source], Report]:
    spot = spot_of(mistake, sources)
    if spot is None:
        return mistake, sources, report
    for edit in _edits(spot):
        if time.monotonic() > deadline:
            break
        text = replaced(spot.source.text, edit)
        tried = with_text(sources, spot.source, text)
        if _is_mended(mistake, report, run(tried)):
            return _with_line(mistake, spot, edit, text), tried, report
    return mistake, sources, report


def _with_line(mistake: Mistake, spot: Spot, edit: Edit, text: str) -> Mistake:
    """The mistake with the line, or the lines, as they are in a text that is right."""
    numbers = [place.line for place, _new in edit]
    first_line, last_line = min(numbers), max(numbers)
    before, mended = (
        "\n".join(each.splitlines()[first_line - 1 : last_line])
        for each in (spot.source.text, text)
    )
    width = len(before.splitlines()[-1])
    file, cell = spot.source.filename, spot.source.cell
    span = Span(file, first_line, 0, last_line, width, cell, before)
    fix = _("{fix}; the line below has been tried: with it, this mistake is gone")
    if first_line != last_line:
        fix = _("{fix}; the lines below have been tried: with them, this mistake is gone")
    return msgspec.structs.replace(
        mistake,
        mended=mended,
        mended_span=None if first_line == last_line == spot.line else span,
        fix=fix.format(fix=mistake.fix),
    )


def _edits(spot: Spot) -> Iterator[Edit]:
    """How the spot might be mended: by the file of its cause, then as its numbers say."""
    files = {file.name for file in iter_modules(mends.__path__)}
    if spot.mistake.cause in files:
        module = import_module(f"{mends.__name__}.{spot.mistake.cause}")
        yield from first(module.edits, spot, _MOST_TRIES)
    for text in spot.mistake.alternatives:
        yield [(spot.place, spot.held(text))]


def _is_mended(mistake: Mistake, before: Report, after: Report | None) -> bool:
    """Whether the mistake is gone, its parameters are right, and no other is wrong for it."""
    if after is None or after.verdict == "unclear":
        return False
    if any((one.cause, one.line) == (mistake.cause, mistake.line) for one in after.mistakes):
        return False
    if mistake.evidence == before.error and after.error:
        return False
    verdicts = {one.name: one.verdict for one in after.parameters}
    wrong = {one.name for one in before.parameters if one.verdict == "wrong"}
    still = wrong - set(mistake.parameters)
    return all(verdicts.get(name) == "right" for name in mistake.parameters) and all(
        verdict == "right" or name in still for name, verdict in verdicts.items()
    )
