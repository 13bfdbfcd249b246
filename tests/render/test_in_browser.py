"""The page and the pictures in a real browser: what is asked for, what runs, what overlaps."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.render import steps

from conspect.language import speaking
from conspect.render.to_svg import film_svg, picture_svg

playwright = pytest.importorskip("playwright.sync_api")

WIDTHS = {"phone": 360, "laptop": 1280, "projector": 1920}


class _Visit:
    """A page opened from a file, and everything that it asks for or complains about."""

    def __init__(self, browser: Any, file: Path, width: int = 1280) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(file.as_uri())
        self.page.evaluate("document.fonts.ready")

    def outside(self) -> list[str]:
        """What it asked for beyond its own file and what it carries in itself."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


def _page(folder: Path, name: str, language: str = "en") -> Path:
    file = folder / f"{name}.html"
    with speaking(language):
        file.write_text(steps.ALL[name]().explain().to_html(), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", steps.ALL)
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    browser: Any, tmp_path: Path, name: str
) -> None:
    visit = _Visit(browser, _page(tmp_path, name))
    assert visit.outside() == []
    assert visit.said == []
    fonts = visit.page.evaluate("[...document.fonts].map(font => font.family + ' ' + font.status)")
    assert fonts == ["Conspect Math loaded"]
    assert visit.page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "block"


def test_the_policy_stops_scripts_and_styles_that_are_not_its_own(
    browser: Any, tmp_path: Path
) -> None:
    visit = _Visit(browser, _page(tmp_path, "notebook"))
    visit.page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.hit = true"
            const style = document.createElement("style")
            style.textContent = "nav { display: none }"
            document.head.append(script, style)
            document.body.insertAdjacentHTML("beforeend", "<img src='https://example.org/x.png'>")
        }"""
    )
    assert visit.page.evaluate("window.hit") is None
    assert visit.page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "block"
    assert len([said for said in visit.said if "Content Security Policy" in said]) == 3


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["notebook", "residual", "shared"])
def test_every_named_number_is_in_the_page(
    browser: Any, tmp_path: Path, name: str, language: str
) -> None:
    visit = _Visit(browser, _page(tmp_path, name, language))
    assert visit.page.evaluate("document.documentElement.lang") == language
    assert (visit.outside(), visit.said) == ([], [])
    marked = visit.page.evaluate(
        "[...document.querySelectorAll('[data-name]')].map(e => [e.dataset.name, e.dataset.value])"
    )
    document = json.loads(steps.ALL[name]().explain().to_json())
    wanted = {line["name"]: line["value"] for line in document["lines"]}
    wanted |= {"loss_after": document["loss_after"], "loss": document["loss"]}
    assert wanted.keys() <= {name for name, _value in marked}
    for name, value in marked:
        true = wanted.get(name, _recorded(document, name))
        # The page works them out anew; its sums are added up in another order than NumPy's.
        assert math.isclose(float(value), true, rel_tol=1e-12), name


def _recorded(document: dict[str, Any], name: str) -> Any:
    """The number of that name in a JSON document."""
    array, _bracket, place = name.partition("[")
    known = document | document["arrays"]
    value = document["after"][array[4:]] if array.startswith("new_") else known[array]
    for index in place.rstrip("]").split(",") if place else ():
        value = value[int(index) - 1]
    return value


# What overlaps: siblings that share some of their area, boxes that stick out of the page, texts of
# a picture on top of each other or across the outline of a unit.
_MEASURE = (Path(__file__).parent / "overlaps.js").read_text("utf-8")


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "en") for name in steps.ALL), ("notebook", "ru"), ("residual", "ru")],
)
def test_nothing_overlaps(
    browser: Any, tmp_path: Path, name: str, language: str, width: int
) -> None:
    visit = _Visit(browser, _page(tmp_path, name, language), width)
    visit.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert visit.page.evaluate(_MEASURE) == []


@pytest.mark.parametrize("name", steps.ALL)
def test_nothing_overlaps_in_a_picture_of_its_own(browser: Any, tmp_path: Path, name: str) -> None:
    for what in ("bare", "forward", "gradients"):
        file = tmp_path / f"{what}.svg"
        file.write_text(picture_svg(steps.ALL[name](), what), encoding="utf-8")
        visit = _Visit(browser, file, 2400)
        assert visit.said == []
        assert visit.page.evaluate(_MEASURE) == []


def test_the_page_follows_the_light(browser: Any, tmp_path: Path) -> None:
    visit = _Visit(browser, _page(tmp_path, "notebook"))
    colours = []
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        colours.append(
            visit.page.evaluate(
                """["body", ".conspect-picture .paper", ".conspect-picture .ink"].map(each => {
                    const style = getComputedStyle(document.querySelector(each))
                    return each == "body" ? style.backgroundColor : style.fill
                })"""
            )
        )
    assert colours[0] == ["rgb(255, 255, 255)", "rgb(255, 255, 255)", "rgb(27, 31, 36)"]
    assert colours[1] == ["rgb(21, 25, 30)", "rgb(21, 25, 30)", "rgb(238, 242, 245)"]


def test_on_paper_everything_is_shown(browser: Any, tmp_path: Path) -> None:
    visit = _Visit(browser, _page(tmp_path, "folded"), 700)
    visit.page.emulate_media(media="print")
    folded = visit.page.evaluate(
        """[...document.querySelectorAll("details .work")]
            .filter(each => each.getBoundingClientRect().height == 0).length"""
    )
    assert folded == 0
    assert visit.page.evaluate("document.querySelectorAll('details .work').length") > 0
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 700


def test_a_film_shows_one_thing_after_the_other(browser: Any, tmp_path: Path) -> None:
    first = steps.notebook()
    second = replace(first.next.step(first["x"], first["y"]), epoch=1)
    file = tmp_path / "film.svg"
    file.write_text(film_svg([first, second]), encoding="utf-8")
    visit = _Visit(browser, file)
    assert visit.said == []
    seen = []
    for beat in range(16):
        visit.page.evaluate(
            """seconds => document.getAnimations().forEach(animation => {
                animation.pause()
                animation.currentTime = seconds * 1000
            })""",
            1.2 * beat + 0.6,
        )
        assert visit.page.evaluate(_MEASURE) == []
        shown = visit.page.evaluate(
            """[...document.querySelectorAll("text")]
                .filter(each => getComputedStyle(each).visibility == "visible")
                .map(each => each.textContent)"""
        )
        seen.append(set(shown))
    assert "0.8581" not in seen[0]
    assert "0.8581" in seen[1]
    assert "1.415e-5" in seen[3]
    assert "dW2[1,1]" in seen[4]
    assert "Epoch 1: update" in seen[6]
    assert "0.5005" in seen[6]
    assert "Epoch 2: forward" in seen[8]
    assert "9.78e-6" in seen[11]
