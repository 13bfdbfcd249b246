"""A film as a row of stills, for formats that cannot move by themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conspect.language import _
from conspect.render.graph.film import SECONDS_A_BEAT, SECONDS_A_RUN, Film
from conspect.render.graph.layout import lay_out
from conspect.render.graph.paint import DOTS_APART, paint

# While numbers run along edges, a beat has so many frames; one is enough where nothing moves.
_FRAMES_A_BEAT = 8

_SPAN = re.compile(r'<g class="at-(\d+)-(\d+)"(?: visibility="hidden")?>')
_FLOW = re.compile(r'class="flow( backward)?"')


@dataclass(frozen=True)
class Frame:
    """A still of a film, and for how long it is seen."""

    svg: str
    seconds: float


def frames(film: Film) -> Iterator[Frame]:
    """The stills of a film in order."""
    scene = lay_out(film.picture, film)
    painted = paint(scene, _("A network learning"), inside_page=False)
    moving = {
        beat
        for wire in scene.wires
        for flow in wire.flows
        for beat in range(flow.span.start, flow.span.end)
    }
    for beat in range(film.beats * len(film.steps)):
        seen = _at_beat(painted, beat)
        count = _FRAMES_A_BEAT if beat in moving else 1
        for number in range(count):
            seconds = SECONDS_A_BEAT / count
            yield Frame(_run(seen, number * seconds), seconds)


def _at_beat(painted: str, beat: int) -> str:
    """The film as it is seen at a beat."""

    def shown(match: re.Match[str]) -> str:
        is_seen = int(match[1]) <= beat < int(match[2])
        return "<g>" if is_seen else '<g visibility="hidden">'

    return _SPAN.sub(shown, painted)


def _run(painted: str, seconds: float) -> str:
    """The dots on their way for so long."""
    way = DOTS_APART * (seconds / SECONDS_A_RUN % 1)

    def moved(match: re.Match[str]) -> str:
        return f'{match[0]} stroke-dashoffset="{way if match[1] else -way:.1f}"'

    return _FLOW.sub(moved, painted)
