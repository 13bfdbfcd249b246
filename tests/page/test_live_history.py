"""What was changed can be undone, shared and taken away."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.cli.explain import trace_at
from conspect.files import Description, read
from conspect.training.settings import Settings
from tests.page.live_page import LivePage, write_page

_SLIDE = "(each, value) => { each.value = value; each.dispatchEvent(new Event('input')) }"


def _changed(page: LivePage) -> None:
    page.type_into("W1[2,1]", -0.75)
    page.do("add-unit-1")
    page.do("step")


def test_undo_and_redo(page: LivePage) -> None:
    first = page.numbers()
    _changed(page)
    last = page.state()
    page.do("undo")
    page.check()
    page.do("undo")
    assert page.numbers() == first
    page.do("redo")
    page.do("redo")
    page.do("step")
    page.check()
    assert page.state()["parameters"].keys() == last["parameters"].keys()


def test_a_number_that_is_dragged_is_one_edit(page: LivePage) -> None:
    first = page.numbers()
    page.evaluate("conspect.actions.select('W1[1,1]')")
    slider = page.page.locator('[data-do="slide"]')
    for value in ("0.2", "0.3", "0.4"):
        slider.evaluate(_SLIDE, value)
    slider.dispatch_event("change")
    page.settle()
    page.check()
    page.do("undo")
    page.evaluate("conspect.actions.select(null)")
    page.settle()
    assert page.numbers() == first


def test_the_address_holds_the_state(page: LivePage, browser: Any, example_file: Path) -> None:
    _changed(page)
    page.page.wait_for_timeout(600)
    other = LivePage(browser, example_file, hash=page.evaluate("location.hash"))
    assert other.state() == page.state()
    other.check()
    other.close()


def test_the_address_holds_what_an_epoch_has_come_to(browser: Any, tmp_path: Path) -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.SquaredError(), schedule=cs.Plateau(wait=0))
    rows = np.array([[1.0], [2.0], [3.0]])
    file = write_page(
        tmp_path / "page.html", Description(net, Settings(batch_size=1), rows, rows**2)
    )
    page = LivePage(browser, file)
    for _ in range(2):
        page.do("step")
    page.page.wait_for_timeout(600)
    other = LivePage(browser, file, hash=page.evaluate("location.hash"))
    for each in (page, other):
        each.do("step")
    assert page.state()["progress"]["best"] > 0
    assert other.state() == page.state()
    page.close()
    other.close()


@pytest.mark.parametrize("hash", ["#state=%%%", "#state=e30x", "#state=bnVsbA", "#state=WzFd"])
def test_a_damaged_address_is_answered_in_words(
    browser: Any, example_file: Path, hash: str
) -> None:
    page = LivePage(browser, example_file, hash=hash)
    assert page.page.locator("[role=alert]").inner_text()
    page.check()
    page.close()


def _file(page: LivePage, kind: str) -> str:
    text: str = page.evaluate(f"conspect.file('{kind}').then(each => each.text)")
    return text


def test_the_network_file_explains_the_same_numbers(page: LivePage, tmp_path: Path) -> None:
    page.choose("optimizer", "momentum")
    page.do("add-unit-1")
    file = tmp_path / "network.toml"
    file.write_text(_file(page, "toml"), encoding="utf-8")
    again = trace_at(read(file), 0, 1)
    there = page.step()
    for name, values in again.values().items():
        assert (values == there.values()[name]).all(), name


def test_a_file_is_downloaded(page: LivePage) -> None:
    page.page.locator('[data-do="take-away"]').click()
    with page.page.expect_download() as download:
        page.page.locator('[data-do="take-state"]').click()
    assert download.value.suggested_filename == "state.json"
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == page.state()
    assert page.said == []


def test_the_picture_is_a_file_of_its_own(page: LivePage, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "network.svg"
    file.write_text(_file(page, "svg"), encoding="utf-8")
    picture = LivePage.__new__(LivePage)
    picture.page = browser.new_page()
    picture.page.goto(file.as_uri())
    assert picture.page.locator('text[data-name="a1[1,1]"]').text_content() == "0.8581"
    picture.close()


def test_the_formulas_are_latex(page: LivePage) -> None:
    text = _file(page, "latex")
    assert "\\begin{document}" in text
    assert "W^{(1)}" in text


def test_the_page_as_it_stands(page: LivePage, browser: Any, tmp_path: Path) -> None:
    _changed(page)
    file = tmp_path / "copy.html"
    file.write_text(_file(page, "page"), encoding="utf-8")
    copy = LivePage(browser, file)
    assert copy.state() == page.state()
    copy.check()
    copy.close()
    state = str(page.state()["parameters"]["W1"][1][0])
    quiet = browser.new_context(java_script_enabled=False).new_page()
    quiet.goto(file.as_uri())
    assert quiet.locator('main data[data-name="W1[2,1]"]').first.inner_text() == state
    quiet.close()
