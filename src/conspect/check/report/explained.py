"""The right gradient as `explain` tells it, where the program is a network that it knows."""

from collections.abc import Iterable
from dataclasses import replace

from conspect.check.findings import Mistake, Worked
from conspect.check.report.source import visible
from conspect.explain.document import Document, Section, Text
from conspect.files import describe
from conspect.language import _

# More lines than these are no help; the figures in one line have to do.
_MOST_LINES = 12


def right_way(mistakes: Iterable[Mistake], digits: int) -> Document | None:
    """The way from the loss to the figure of a mistake, the first for which there is a short one.

    Args:
        digits: the significant digits of numbers.
    """
    for mistake in mistakes:
        if mistake.worked is not None and mistake.worked.network:
            told = _told(mistake.worked, digits)
            if sum(1 for _line in told.lines()) <= _MOST_LINES:
                return told
    return None


def _told(worked: Worked, digits: int) -> Document:
    described = describe(worked.network)
    assert described.x is not None
    trace = described.network.step(described.x, described.y)
    document = trace.explain(worked.gradient, digits=digits)
    backward = next(section for section in document.sections if section.kind == "backward")
    words = _("How {gradient} comes about, as `conspect explain` tells it:")
    introduction = [Text(words.format(gradient=worked.gradient))]
    others = [(symbol, name) for symbol, name in worked.names.items() if symbol != name]
    if others:
        names = ", ".join(f"{symbol} = {visible(name)}" for symbol, name in others)
        introduction.append(Text(_("Its names and the program's: {names}.").format(names=names)))
    section = Section("backward", _("The right way"), (*introduction, *backward.nodes))
    return replace(document, sections=(section,))
