"""How fast the live page follows, in Chromium, and how large it is.

    python benchmarks/play.py [ROUNDS]

An update of the 2-2-1 network is timed from the click to the page laid out anew; so is the edit of
a weight of a 64-100-10 network. What is out of sight is worked out afterwards, when there is time;
how long that takes is timed, too.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

import conspect as cs
from conspect.cli.explain import trace_at
from conspect.files import EXAMPLE, Description, read
from conspect.render.to_html import render
from conspect.training.settings import Settings

_UPDATE = """async rounds => {
    const times = []
    for (let round = 0; round < rounds; round += 1) {
        const start = performance.now()
        conspect.actions.go(round + 1)
        document.body.offsetHeight
        times.push(performance.now() - start)
        while (!conspect.isSettled) await new Promise(done => setTimeout(done, 5))
    }
    return times
}"""

_EDIT = """async rounds => {
    const times = [], whole = []
    for (let round = 0; round < rounds; round += 1) {
        const start = performance.now()
        conspect.actions.edit("W1", [3, 5], round / 10)
        document.body.offsetHeight
        times.push(performance.now() - start)
        while (!conspect.isSettled) await new Promise(done => setTimeout(done, 5))
        whole.push(performance.now() - start)
    }
    return [times, whole]
}"""


def main() -> None:
    """Open both pages, time them, and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None,
            args=["--no-sandbox"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        size = _open(page, Path(folder) / "small.html", read(EXAMPLE))
        times = page.evaluate(_UPDATE, rounds)[3:]
        print(f"2-2-1      update {_median(times)}  page {size / 1000:.0f} kB")
        size = _open(page, Path(folder) / "large.html", _large())
        times, whole = page.evaluate(_EDIT, rounds)
        print(
            f"64-100-10  edit   {_median(times[3:])}  all of it {_median(whole[3:])}"
            f"  page {size / 1000:.0f} kB"
        )


def _median(times: list[float]) -> str:
    return f"{statistics.median(times):5.1f} ms (longest {max(times):.1f})"


def _open(page: Page, file: Path, description: Description) -> int:
    document = trace_at(description, 0, 1).explain()
    file.write_text(render(document, description), encoding="utf-8")
    page.goto(file.as_uri())
    while not page.evaluate("!!(window.conspect && conspect.isSettled)"):
        page.wait_for_timeout(20)
    return file.stat().st_size


def _large() -> Description:
    layers = [cs.Dense(100), cs.ReLU(), cs.Dense(10), cs.Softmax()]
    net = cs.Network(layers, inputs=64, loss=cs.CrossEntropy())
    x = np.random.default_rng(0).uniform(0, 1, (4, 64)).round(3)
    return Description(net, Settings(batch_size=1), x, np.eye(10)[:4])


if __name__ == "__main__":
    main()
