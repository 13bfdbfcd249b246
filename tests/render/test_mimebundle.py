"""What a notebook shows: nothing that an untrusted one would strip or run."""

import base64
import re
import xml.etree.ElementTree as ET
from html import unescape
from html.parser import HTMLParser

import pytest

import conspect as cs
from conspect.explain.document import Document
from conspect.files import EXAMPLE

NETWORK = cs.load(EXAMPLE)
STEP = NETWORK.step([2, 3], [2])
SHOWN = [(NETWORK, 1), (STEP, 2), (STEP.explain(), 2), (STEP.explain("dW1[2,1]"), 0)]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"src", "alt"}
        self.found.add(tag)


@pytest.mark.parametrize(("shown", "pictures"), SHOWN)
def test_every_form_is_there(shown: cs.Network | cs.Trace | Document, pictures: int) -> None:
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "text/html"}
    tags = _Tags()
    tags.feed(bundle["text/html"])
    assert tags.found <= {"p", "pre", "b", "img"}
    for form in ("text/html", "text/markdown"):
        data = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", bundle[form])
        assert len(data) == pictures
        assert all(ET.fromstring(base64.b64decode(each)).tag.endswith("svg") for each in data)


def test_the_markdown_has_mathematics_and_the_text_the_lesson() -> None:
    bundle = STEP.explain()._repr_mimebundle_()
    assert r"W^{(1)}_{1,1}" in bundle["text/markdown"]
    assert bundle["text/plain"] == STEP.explain().to_text()


def test_the_html_is_the_text_with_its_titles_and_results_in_bold() -> None:
    lesson = STEP.explain("dW1[2,1]")
    shown = lesson._repr_mimebundle_()["text/html"]
    [inside] = re.findall("<pre>(.*)</pre>", shown, re.DOTALL)
    assert unescape(re.sub("</?b>", "", inside)) == lesson.to_text()
    assert "<b>One step of training, epoch 1, batch 1</b>" in inside
    assert "         ≈ <b>0.858149</b>" in inside


def test_a_film_shows_itself_as_an_image() -> None:
    film = cs.film(NETWORK, [2, 3], [2], epochs=2)
    assert "@keyframes" in film.svg
    assert "Epoch 2: update" in film.svg
    assert film._repr_mimebundle_()["text/html"].startswith('<p><img alt="A network learning" ')
