"""Names and texts can hold anything: nothing in them ever runs."""

import base64
import json
from pathlib import Path
from typing import Any

from tests.page.live_page import LivePage
from tests.render.hostile import hostile_names

_NAMES = hostile_names(500)

# What would show that a text has become more than a text.
_TRACES = """() => ({
    title: document.title,
    scripts: document.querySelectorAll("script").length,
    strange: document.querySelectorAll("#page img, #page iframe, #page style, #page object").length,
    handlers: [...document.querySelectorAll("#page *")].filter(
        each => each.getAttributeNames().some(name => name.startsWith("on"))).length,
    links: [...document.querySelectorAll("#page a")].filter(
        each => !each.getAttribute("href").startsWith("#")).length,
})"""


def _is_unharmed(page: LivePage, before: dict[str, Any]) -> bool:
    return page.said == [] and bool(page.evaluate(_TRACES) == before)


def test_hostile_names_of_columns_and_classes(page: LivePage) -> None:
    before = page.evaluate(_TRACES)
    load = """([header, cells]) => {
        const quoted = text => '"' + text.replaceAll('"', '""') + '"'
        const rows = cells.map((cell, k) => [k, k % 3, quoted(cell)].join(","))
        conspect.actions.readTable([["a", quoted(header), "c"].join(","), ...rows].join("\\n"))
        conspect.actions.useTable()
    }"""
    for number in range(0, len(_NAMES), 5):
        page.evaluate(load, [_NAMES[number], _NAMES[number : number + 5]])
    page.settle()
    assert _is_unharmed(page, before)


def test_a_hostile_table_before_it_is_used(page: LivePage) -> None:
    before = page.evaluate(_TRACES)
    for number in range(0, len(_NAMES), 25):
        names = [name.replace('"', '""') for name in _NAMES[number : number + 25]]
        header = ",".join(f'"{name}"' for name in names)
        page.evaluate("text => conspect.actions.readTable(text)", f"{header}\n{'1,' * 24}2\n")
        assert page.page.locator('[data-do="target"] option').count() == 25
    assert _is_unharmed(page, before)


# Each address is read before the next is given: the event tells of it.
_VISIT = """async addresses => {
    let read = 0
    for (const address of addresses) {
        const isRead = new Promise(done => addEventListener("hashchange", done, { once: true }))
        location.hash = address
        await isRead
        read += 1
    }
    return read
}"""


def _address(state: dict[str, Any]) -> str:
    text = json.dumps(state).encode()
    return "#state=" + base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_hostile_states_in_the_address(page: LivePage) -> None:
    before, state = page.evaluate(_TRACES), page.state()
    addresses = []
    for number, name in enumerate(_NAMES):
        broken = json.loads(json.dumps(state))
        match number % 6:
            case 0:
                broken["network"]["layers"][0]["rule"]["kind"] = name
            case 1:
                broken["network"]["layers"][0]["names"] = {"W": name, "z": name}
            case 2:
                broken["network"]["loss"]["kind"] = name
            case 3:
                broken["parameters"] = {name: [[1.0]]}
            case 4:
                broken["x"] = name
            case 5:
                broken["network"]["optimizer"]["settings"] = {name: name, "learning_rate": name}
        addresses.append(_address(broken))
    assert page.evaluate(_VISIT, addresses) == len(addresses)
    page.settle()
    assert _is_unharmed(page, before)


def test_an_address_cannot_name_an_optimizer_that_searches(page: LivePage) -> None:
    state = page.state()
    other = json.loads(json.dumps(state))
    other["network"]["optimizer"] = {"kind": "lbfgs", "settings": {}}
    assert page.evaluate(_VISIT, [_address(other)]) == 1
    page.settle()
    assert "lbfgs searches for its steps" in page.page.locator("body").inner_text()
    assert page.state() == state


def test_hostile_words_from_a_translation(page: LivePage) -> None:
    """Even the messages that the page carries are text and nothing else."""
    before = page.evaluate(_TRACES)
    page.evaluate(
        """names => {
            const table = conspect.carried.messages.ru
            Object.keys(table).forEach((key, k) => { table[key] = names[k % names.length] })
            conspect.actions.speak("ru")
        }""",
        _NAMES,
    )
    page.settle()
    assert _is_unharmed(page, before)


def test_nothing_gets_past_the_policy(page: LivePage, tmp_path: Path) -> None:
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.hit = true"
            document.head.append(script)
        }"""
    )
    assert page.evaluate("window.hit") is None
    assert len(page.said) == 1
