"""Below the picture: what colours and widths mean, and what else is to be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from conspect.language import _
from conspect.render.graph.boxes import Point, text_width
from conspect.render.graph.captions import What
from conspect.render.graph.scene import Sample, Words
from conspect.render.graph.stacks import TAG_SIZE

_LINE = 20.0
_SAMPLE = 28.0


@dataclass(frozen=True)
class Legend:
    """The legend with its place, and how far it reaches."""

    samples: Sequence[Sample]
    words: Sequence[Words]
    right: float
    bottom: float


def legend(start: Point, right: float, measured: What, remarks: Sequence[str]) -> Legend:
    """A row about colour and width, and a row for each remark.

    Args:
        start: the beginning of the first row.
        right: where a row should end.
        measured: what the width of an edge means.
        remarks: what else is to be said.
    """
    samples: list[Sample] = []
    words: list[Words] = []
    x, y = start.x, start.y
    for text, value in ((_("positive"), 1.0), (_("negative"), -1.0)):
        samples.append(Sample(Point(x, y - 4), Point(x + _SAMPLE, y - 4), value, 0.6))
        words.append(Words(text, Point(x + _SAMPLE + 8, y), TAG_SIZE, anchor="start"))
        x += _SAMPLE + 8 + text_width(text, TAG_SIZE) + 22
    gradients = measured == "gradients"
    size = _("width: size of the gradient") if gradients else _("width: size of the weight")
    if x + text_width(size, TAG_SIZE) > right:
        x, y = start.x, y + _LINE
    for text in (size, *remarks):
        words.append(Words(text, Point(x, y), TAG_SIZE, quiet=True, anchor="start"))
        x, y = start.x, y + _LINE
    ends = [each.place.x + text_width(each.text, TAG_SIZE) for each in words]
    return Legend(samples, words, max(ends), y - _LINE)
