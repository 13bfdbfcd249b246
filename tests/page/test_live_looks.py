"""Looking at it: what lights up, the chain, the keyboard, screen readers, languages, widths."""

import math
from pathlib import Path
from typing import Any

import pytest

from conspect.files import describe
from tests.page.live_page import LivePage, write_page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
OVERLAPS = (Path(__file__).parents[1] / "render" / "overlaps.js").read_text("utf-8")
WIDTHS = {"phone": 390, "laptop": 1280, "projector": 1920}

_LIT = """() => [...document.querySelectorAll("[data-lit]")].map(
    each => (each.closest("svg.live") ? "picture " : "paper ")
        + (each.dataset.name ?? each.dataset.thing))"""


def test_the_same_thing_lights_up_everywhere(page: LivePage) -> None:
    page.page.locator('svg.live [data-thing="W1[2,1]"]').first.hover()
    lit = set(page.evaluate(_LIT))
    assert {"picture W1[2,1]", "paper W1[2,1]"} <= lit
    inspector = page.page.locator(".inspector")
    assert inspector.locator('[data-name="dW1[2,1]"]').count()
    assert inspector.locator('[data-name="new_W1[2,1]"]').count()
    page.page.locator('main data[data-name="z1[1,2]"]').last.hover()
    assert "picture a1[1,2]" in page.evaluate(_LIT)
    page.check()


def test_line_by_line(page: LivePage) -> None:
    seen = []
    for _line in range(4):
        page.do("line-forward")
        seen.append(page.evaluate("conspect.session.selected"))
        assert f"paper {seen[-1]}" in page.evaluate(_LIT)
    assert seen == ["z1[1,1]", "a1[1,1]", "z1[1,2]", "a1[1,2]"]
    sources = page.evaluate(
        "[...document.querySelectorAll('svg.live [data-source]')].map(each => each.dataset.thing)"
    )
    assert "z1[1,2]" in sources
    page.do("line-back")
    assert page.evaluate("conspect.session.selected") == "z1[1,2]"
    count = page.evaluate("conspect.view().lineCount")
    for _line in range(count - 2):
        page.evaluate("conspect.actions.line(1)")
    page.settle()
    assert page.state()["epoch"] == 1
    page.check()


def test_a_chain_multiplies_to_the_gradient(page: LivePage) -> None:
    page.evaluate("conspect.actions.select('W1[2,1]')")
    page.settle()
    links = page.evaluate("conspect.view().chain.links.map(({by, gradient}) => [by, gradient])")
    assert [by for by, _gradient in links] == [
        "W1[2,1]",
        "z1[1,1]",
        "a1[1,1]",
        "z2[1,1]",
        "a2[1,1]",
    ]
    product = page.evaluate("conspect.view().chain.product")
    assert math.isclose(product, page.step()["dW1"][1, 0], rel_tol=1e-12)
    on_path = page.evaluate(
        "[...document.querySelectorAll('svg.live .on-path')].map(each => each.dataset.thing)"
    )
    assert {"x[1,2]", "W1[2,1]", "a1[1,1]", "W2[1,1]", "a2[1,1]", "loss"} <= set(on_path)
    assert page.page.locator(".chain li").count() == 5


def _wide() -> Any:
    return describe(
        {
            "network": {"inputs": 12, "loss": "cross_entropy"},
            "layers": [
                {"type": "dense", "units": 20, "activation": "relu"},
                {"type": "dense", "units": 3, "activation": "softmax"},
            ],
            "data": {"inputs": [[0.1 * k for k in range(12)]], "targets": [1]},
        }
    )


def test_the_ways_of_a_chain_add_up(browser: Any, tmp_path: Path) -> None:
    page = LivePage(browser, write_page(tmp_path / "wide.html", _wide()))
    page.check()
    trace = page.step()
    unit = int(abs(trace["da1"][0]).argmax()) + 1
    page.evaluate(f"conspect.actions.select('W1[2,{unit}]')")
    page.settle()
    ways = page.evaluate("conspect.view().chain.links.flatMap(({branches}) => [branches])")
    for branches, name in zip(ways, ["dW1", "dz1", "da1"], strict=False):
        total = sum(branch["share"] for branch in branches)
        place = (1, unit - 1) if name == "dW1" else (0, unit - 1)
        assert math.isclose(total, trace[name][place], rel_tol=1e-12)
    assert len(ways[2]) == 3
    page.close()


def test_a_wide_layer_opens_where_one_looks(browser: Any, tmp_path: Path) -> None:
    page = LivePage(browser, write_page(tmp_path / "wide.html", _wide()))
    assert page.page.locator('svg.live [data-thing="a1[1,1]"]').count() == 1
    assert page.page.locator('svg.live [data-thing="a1[1,15]"]').count() == 0
    page.page.locator("svg.live .overview .cell").nth(12 + 14).click()
    page.settle()
    assert page.page.locator('svg.live [data-thing="a1[1,15]"]').count() == 1
    page.page.locator("svg.live .more").last.press("Enter")
    page.check()
    assert page.evaluate(OVERLAPS) == []
    page.close()


def test_the_keyboard_goes_everywhere(page: LivePage) -> None:
    start = page.page.locator('svg.live [tabindex="0"]').first
    start.focus()
    walked = []
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.dataset.thing"))
    assert walked[0] == "x[1,2]"
    assert walked[-1] == "loss"
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.evaluate("conspect.session.selected") == "a2[1,1]"
    page.page.keyboard.press("Escape")
    assert page.evaluate("conspect.session.selected") is None
    page.type_into("W1[1,1]", 0.5)
    page.page.keyboard.press("Control+z")
    page.settle()
    assert page.state()["parameters"]["W1"][0][0] == 0.1
    page.page.keyboard.press("Control+Shift+z")
    page.settle()
    assert page.state()["parameters"]["W1"][0][0] == 0.5
    page.check()


def test_arrow_keys_change_a_number(page: LivePage) -> None:
    field = page.page.locator('main input[data-name="W1[1,2]"]')
    field.press("ArrowUp")
    page.settle()
    assert page.state()["parameters"]["W1"][0][1] == 0.31
    page.check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: LivePage, scheme: Any) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci --prefix tests/page")
    page.page.emulate_media(color_scheme=scheme)
    page.evaluate("conspect.actions.select('W1[2,1]')")
    page.settle()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(found => found.violations)")
    serious = [
        (each["id"], [node["html"] for node in each["nodes"]][:4])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_both_languages_in_one_page(page: LivePage) -> None:
    english = page.numbers()
    page.do("language-ru")
    assert page.evaluate("document.documentElement.lang") == "ru"
    text = page.page.locator("body").inner_text()
    assert "Прямой проход" in text
    assert "Скорость обучения" in text
    assert page.numbers() == english
    page.check()
    page.do("language-en")
    assert "Learning rate" in page.page.locator("body").inner_text()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_overlaps(browser: Any, example_file: Path, width: int, language: str) -> None:
    page = LivePage(browser, example_file, width=width)
    page.do(f"language-{language}")
    for what in ("bare", "forward", "gradients"):
        page.do(f"show-{what}")
        assert page.evaluate(OVERLAPS) == []
    page.do("show-forward")
    page.evaluate("conspect.actions.select('W1[2,1]')")
    page.settle()
    assert page.evaluate(OVERLAPS) == []
    page.close()


def test_it_prints_as_the_paper_explanation(page: LivePage) -> None:
    page.page.emulate_media(media="print")
    hidden = page.evaluate(
        """[".transport", ".inspector", ".panels", ".builder", ".tools"].filter(
            each => getComputedStyle(document.querySelector(each)).display != "none")"""
    )
    assert hidden == []
    assert page.page.locator("main .work").first.is_visible()
    assert len(page.page.pdf()) > 20_000


def test_calm_for_those_who_want_it(page: LivePage) -> None:
    page.page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter(
            each => getComputedStyle(each).transitionDuration != "0s").length"""
    )
    assert moving == 0


def test_without_a_script_the_explanation_remains(browser: Any, example_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(example_file.as_uri())
    assert page.locator("main .work").count() > 20
    assert page.locator("svg").count() == 3
    context.close()


def test_the_page_is_small(example_file: Path) -> None:
    assert example_file.stat().st_size <= 400_000
