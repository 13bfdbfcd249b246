"""A live page in a browser, and the Python step that its numbers are held against."""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import conspect as cs
from conspect.files import EXAMPLE, Description, read
from conspect.page.carried import network_of
from conspect.render.to_html import render

# Everything on the page that has a name and a number.
_MARKED = """() => [...document.querySelectorAll("[data-name][data-value]")].map(
    each => [each.dataset.name, each.dataset.value])"""


def write_page(file: Path, description: Description | None = None) -> Path:
    """The page of a network's first step; of the built-in example if there is none given."""
    from conspect.cli.explain import trace_at

    description = description or read(EXAMPLE)
    page = render(trace_at(description, 0, 1).explain(), description)
    file.write_text(page, encoding="utf-8")
    return file


class LivePage:
    """A page opened from a file, everything that it asks for, and what it complains about."""

    def __init__(self, browser: Any, file: Path, *, width: int = 1280, hash: str = "") -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(file.as_uri() + hash)
        self.settle()

    def wait_for(self, expression: str, seconds: float = 40) -> None:
        """Wait until something is true in the page (Playwright's own way is against its policy)."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"!!({expression})"):
            assert time.monotonic() < end, f"{expression} did not come true: {self.said}"
            self.page.wait_for_timeout(15)

    def settle(self) -> None:
        """Wait until everything on the page is up to date."""
        self.wait_for("window.conspect && conspect.isSettled")

    def do(self, name: str) -> None:
        """Press a button by what it does."""
        self.page.locator(f'[data-do="{name}"]').first.click()
        self.settle()

    def choose(self, name: str, value: str) -> None:
        """Choose in a list by what it does."""
        field = self.page.locator(f'select[data-do="{name}"]')
        values = field.evaluate("each => [...each.options].map(option => option.value)")
        field.select_option(index=values.index(value))
        self.settle()

    def type_into(self, name: str, value: float) -> None:
        """Edit a number of what is given."""
        field = self.page.locator(f'main input[data-name="{name}"]')
        field.fill(repr(value))
        field.press("Enter")
        self.settle()

    def state(self) -> dict[str, Any]:
        """What the page shows, as JSON has it."""
        state: dict[str, Any] = self.page.evaluate("conspect.state()")
        return state

    def numbers(self) -> list[tuple[str, float]]:
        """Every named number on the page."""
        return [(name, float(value)) for name, value in self.page.evaluate(_MARKED)]

    def step(self) -> cs.Trace:
        """The same step, by Python."""
        state = self.state()
        x, y = np.array(state["x"], dtype=float), np.array(state["y"], dtype=float)
        size = state["training"]["batch_size"] or len(x)
        rows = slice((state["batch"] - 1) * size, state["batch"] * size)
        return network_of(state).step(x[rows], y[rows])

    def check(self) -> None:
        """See that every number is that of the Python step, and that nothing went wrong."""
        assert self.said == []
        assert [url for url in self.requests[1:] if not url.startswith(("data:", "blob:"))] == []
        trace = self.step()
        values = trace.values()
        shown = self.numbers()
        assert {name.partition("[")[0] for name, _value in shown} >= {"x", "y", "loss"}
        for name, value in shown:
            true = _element(values, name)
            assert math.isclose(value, true, rel_tol=1e-12, abs_tol=1e-300), (name, value, true)

    def evaluate(self, script: str, *arguments: Any) -> Any:
        """What a script gives in the page."""
        return self.page.evaluate(script, *arguments)

    def close(self) -> None:
        self.page.close()


def _element(values: Any, name: str) -> float:
    array, _, place = name.partition("[")
    indices = tuple(int(index) - 1 for index in place.rstrip("]").split(",")) if place else ()
    return float(values[array][indices])


def stepped(page: LivePage, actions: Sequence[Callable[[], None]]) -> None:
    """Do one thing after the other, and check after each."""
    for action in actions:
        action()
        page.check()
