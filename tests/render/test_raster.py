"""Pictures in pixels, looked at: what is where, and in which colour."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageColor
from tests.render import steps

import conspect as cs
from conspect.render import raster
from conspect.render.graph.film import SECONDS_A_BEAT, Film
from conspect.render.graph.frames import frames
from conspect.render.graph.layout import lay_out
from conspect.render.graph.scene import Scene
from conspect.render.graph.strokes import NEGATIVE, PANEL, PAPER, POSITIVE
from conspect.render.to_svg import picture_svg

FIRST = steps.notebook()


def _traces(count: int) -> list[cs.Trace]:
    traces = [FIRST]
    while len(traces) < count:
        last = traces[-1]
        traces.append(replace(last.next.step(last["x"], last["y"]), epoch=last.epoch + 1))
    return traces


def _pixels(picture: Image.Image) -> npt.NDArray[np.uint8]:
    return np.asarray(picture.convert("RGB"))


def _count(pixels: npt.NDArray[np.uint8], colour: str) -> int:
    return int((pixels == ImageColor.getrgb(colour)[:3]).all(axis=2).sum())


def test_a_png_is_as_large_as_the_picture_twice_over_and_has_its_colours() -> None:
    picture = Image.open(BytesIO(raster.png(picture_svg(FIRST, "forward"))))
    assert picture.size == (2 * 919, 2 * 364)
    pixels = _pixels(picture)
    assert _count(pixels, POSITIVE) > 2000
    assert _count(pixels, PANEL) > 100_000
    assert _count(pixels, PAPER) > 100_000
    # Nothing is negative but the sample in the legend.
    assert 0 < _count(pixels, NEGATIVE) < 1000


def test_a_gif_shows_every_moment_of_the_film_for_its_time() -> None:
    film = Film(_traces(2), 4)
    shown = list(frames(film))
    assert sum(frame.seconds for frame in shown) == pytest.approx(16 * SECONDS_A_BEAT)
    moving = Image.open(BytesIO(raster.gif(film)))
    assert moving.info["loop"] == 0
    durations, numbers = [], set()
    for number in range(moving.n_frames):  # type: ignore[attr-defined]
        moving.seek(number)
        durations.append(moving.info["duration"])
        numbers.add(_pixels(moving).tobytes())
    # Pillow joins neighbours that are alike; no time is lost.
    assert sum(durations) == pytest.approx(1000 * 16 * SECONDS_A_BEAT)
    assert len(numbers) > 60


def test_a_weight_is_orange_while_its_negative_gradient_is_shown() -> None:
    film = Film(_traces(1), 4)
    scene = lay_out(film.picture, film)
    end = _last_edge(scene)
    moving = Image.open(BytesIO(raster.gif(film)))
    seen = []
    for number in range(moving.n_frames):  # type: ignore[attr-defined]
        moving.seek(number)
        seen.append(moving.convert("RGB").getpixel(end))
    blue, orange = (ImageColor.getrgb(each) for each in (POSITIVE, NEGATIVE))
    assert seen[0] == blue
    assert orange in seen
    assert seen.index(orange) > len(seen) // 3
    assert seen[-1] == blue


def _last_edge(scene: Scene) -> tuple[int, int]:
    """A point on the edge of W2[2,1], clear of its label."""
    edges = [wire for wire in scene.wires if len(wire.strokes) > 1 and wire.start.x != wire.end.x]
    place = edges[-1].start.towards(edges[-1].end, 0.8)
    return round(place.x), round(place.y)
