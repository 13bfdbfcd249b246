"""The page: whole, safe, within its size."""

import base64
import dataclasses
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.render import steps

import conspect as cs
from conspect.explain.document import Figure, Matrix, Note, Section, Table, Text
from conspect.render.to_html import unpacked
from conspect.trace import Trace

NASTY = [
    "<script>document.title='hit'</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><svg onload=alert(1)>",
    "</title></head><body onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "&lt;b&gt;&#60;",
    "<!--",
    "]]>",
    "\x00\x1f\x7f\ud800",
    "\u202e\u200b",
]


class _Tags(HTMLParser):
    """The elements of a page with the names of their attributes: its structure, without content."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str | None]] = []
        # The page's data and script stand behind everything else, and are the same for every name.
        explanation, _data, _rest = page.partition('<script type="application/octet-stream"')
        self.feed(explanation)
        self.close()

    def outside_pictures(self) -> list[tuple[str, tuple[str, ...]]]:
        """The same, without what pictures consist of."""
        drawn = {"g", "line", "polygon", "path", "rect", "text"}
        return [(tag, names) for tag, names in self.tags if tag not in drawn]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _value in attrs)))
        self.attributes += attrs


def _renamed(value: Any, name: str) -> Any:
    """A document in which every text and every name is the one given."""
    if isinstance(value, str):
        return name
    if isinstance(value, tuple):
        return tuple(_renamed(each, name) for each in value)
    if isinstance(value, Trace) or not dataclasses.is_dataclass(value):
        return value
    kept = {"kind", "section", "sign", "index", "function"}
    return dataclasses.replace(
        value,  # type: ignore[type-var]
        **{
            field.name: _renamed(getattr(value, field.name), name)
            for field in dataclasses.fields(value)
            if field.name not in kept
        },
    )


SMALL = cs.Network([cs.Dense(1), cs.ReLU()], 2, cs.HalfSquaredError()).step([1, 2], [1])
LESSON = SMALL.explain()
DOCUMENT = dataclasses.replace(
    LESSON,
    sections=(
        *LESSON.sections[:2],
        Section(
            "given",
            "title",
            (
                Text("text"),
                Note("note"),
                Figure("f", 1.0, "c"),
                Table(("h",), (("cell",),)),
                Matrix("m", np.ones((1, 2)), "caption", "row", "column"),
            ),
        ),
    ),
)


BENIGN = _Tags(_renamed(DOCUMENT, "benign").to_html())


# A plain word is not hostile: it may be the name of an array, and then the page links to it.
HOSTILE = (
    st.lists(st.sampled_from(NASTY) | st.text(max_size=8), min_size=1, max_size=4)
    .map("".join)
    .filter(lambda name: not name.isidentifier())
)


@settings(max_examples=500, deadline=None)
@given(HOSTILE)
def test_no_name_breaks_out_of_its_place(name: str) -> None:
    hostile = _Tags(_renamed(DOCUMENT, name).to_html())
    # What a picture shows depends on how wide its texts are; what it consists of does not.
    assert hostile.outside_pictures() == BENIGN.outside_pictures()
    assert set(hostile.tags) <= set(BENIGN.tags)
    links = [value for key, value in hostile.attributes if key == "href"]
    assert all(value and value.startswith("#") for value in links)


def test_the_policy_allows_its_own_style_sheet_and_script_and_nothing_else() -> None:
    page = SMALL.explain().to_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    assert policy
    assert style
    assert script
    packed = re.search(r'<script [^>]*id="script">(.*?)</script>', page, re.DOTALL)
    assert packed
    digests = [
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()
        for each in (style[1], script[1], unpacked(packed[1]))
    ]
    assert policy[1].replace("&#39;", "'").split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digests[0]}'",
        f"script-src 'sha256-{digests[1]}' 'sha256-{digests[2]}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


@pytest.mark.parametrize("name", steps.ALL)
def test_nothing_needs_what_the_policy_forbids(name: str) -> None:
    page = _Tags(steps.ALL[name]().explain().to_html())
    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _names in page.tags}
    assert [tag for tag, _names in page.tags].count("style") == 1
    names = {name for name, _value in page.attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("name", ["notebook", "residual", "shared"])
def test_every_link_has_a_place_to_go(name: str) -> None:
    page = _Tags(steps.ALL[name]().explain().to_html())
    places = [value for key, value in page.attributes if key == "id"]
    assert len(places) == len(set(places))
    links = {value for key, value in page.attributes if key == "href" and value}
    assert {link.removeprefix("#") for link in links} <= set(places)


def _marked(page: str) -> dict[str, set[str]]:
    """The values of every name that is marked."""
    marked: dict[str, set[str]] = {}
    for name, value in re.findall(r'data-name="([^"]*)" data-value="([^"]*)"', page):
        marked.setdefault(name, set()).add(value)
    return marked


@pytest.mark.parametrize("name", ["notebook", "residual", "shared"])
def test_every_number_of_the_json_is_there_in_full(name: str) -> None:
    document = steps.ALL[name]().explain()
    marked = _marked(document.to_html())
    lines = json.loads(document.to_json())
    for line in lines["lines"]:
        assert marked[line["name"]] == {repr(float(line["value"]))}, line
    for array, values in lines["arrays"].items():
        for place, value in np.ndenumerate(np.array(values)):
            element = f"{array}[{','.join(str(i + 1) for i in place)}]" if place else array
            assert marked[element] == {repr(float(value))}, element
    assert marked["loss_after"] == {repr(float(lines["loss_after"]))}


def test_every_line_of_a_large_step_is_there() -> None:
    document = steps.large().explain()
    marked = _marked(document.to_html())
    for line in json.loads(document.to_json())["lines"]:
        assert marked[line["name"]] == {repr(float(line["value"]))}, line


def test_a_network_without_parameters_has_a_page() -> None:
    net = cs.Network([cs.Sigmoid()], 2, cs.HalfSquaredError())
    assert "is <code>a1[1,1]</code>" in net.step([1, 2], [0, 1]).explain().to_html()


def test_numbers_that_are_not_finite_are_named() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.SquaredError(), parameters={"W1": [[1e200]]})
    with np.errstate(all="ignore"):
        page = net.step([1e200], [0]).explain().to_html()
    assert _marked(page)["z1[1,1]"] == {"Infinity"}
    assert "∞" in page


def test_long_runs_are_folded_on_a_long_page_only() -> None:
    assert "<details>" in steps.folded().explain().to_html()
    assert "<details>" not in SMALL.explain().to_html()


def test_each_pass_has_its_picture() -> None:
    page = SMALL.explain().to_html()
    assert page.count("<svg") == 3
    assert "<svg" not in SMALL.explain("dW1").to_html()


def test_sizes() -> None:
    assert len(steps.notebook().explain().to_html().encode()) <= 250_000
    assert len(steps.large().explain().to_html().encode()) <= 5_000_000
    # As much as one may ask for is 25 sums as long as this; so much is the page around them.
    one = len(steps.large().explain("z1[1,1]").to_html().encode())
    assert one <= 5_000_000 / 25 + 50_000


def test_the_page_says_its_language() -> None:
    assert '<html lang="en">' in LESSON.to_html()
