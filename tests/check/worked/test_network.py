"""The network that a program is found to be yields the right figure by itself."""

import re

import msgspec
import pytest
from tests.check.generator.mistakes import wrong_program
from tests.check.judging import judged

from conspect.check.findings import Mistake
from conspect.check.report.explained import right_way
from conspect.check.report.sheet import sheet
from conspect.files import describe
from conspect.render import to_html

HEAD = """
import numpy as np
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(2, 3)), rng.uniform(size=(2, 1))
W, b, V, c = rng.normal(size=(3, 2)), np.zeros(2), rng.normal(size=(2, 1)), np.zeros(1)
"""
COLUMNS = """
import numpy as np
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(3, 2)), rng.uniform(size=(1, 2))
W, b, V, c = rng.normal(size=(2, 3)), np.zeros((2, 1)), rng.normal(size=(1, 2)), np.zeros((1, 1))
"""
LOOP = """
for step in range(4):
    {forward}
    {error}
    {below}
    {update}
    b -= 0.1 * {bias}
    c -= 0.1 * {last}
"""
ROWS_STEP = {
    "forward": "h = np.tanh(X @ W + b); o = h @ V + c",
    "error": "d = o - Y",
    "below": "e = (d @ V.T) * (1 - h)",
    "update": "V -= 0.1 * h.T @ d; W -= 0.1 * X.T @ e",
    "bias": "e.sum(0)",
    "last": "d.sum(0)",
}
COLUMNS_STEP = {
    "forward": "z = W @ X + b; h = np.where(z > 0, z, 0.2 * z); o = V @ h + c",
    "error": "d = (o - Y) / 2",
    "below": "e = (V.T @ d) * (h > 0)",
    "update": "V -= 0.1 * d @ h.T; W -= 0.1 * e @ X.T",
    "bias": "e.sum(1, keepdims=True)",
    "last": "d.sum(1, keepdims=True)",
}
PROGRAMS = [HEAD + LOOP.format(**ROWS_STEP), COLUMNS + LOOP.format(**COLUMNS_STEP)]
LINE = """
w, b = 0.5, 0.0
for x, y in [(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)] * 3:
    error = w * x + b - y
    w += 0.05 * error * x
    b -= 0.05 * error
"""


def _first(text: str) -> Mistake:
    return judged(text).mistakes[0]


def _figure(mistake: Mistake) -> float:
    assert mistake.worked is not None
    described = describe(mistake.worked.network)
    assert described.x is not None
    trace = described.network.step(described.x, described.y)
    name, _bracket, place = mistake.worked.gradient.rstrip("]").partition("[")
    return float(trace[name][tuple(int(k) - 1 for k in place.split(","))])


@pytest.mark.parametrize("text", [*PROGRAMS, LINE])
def test_the_network_has_the_right_figure(text: str) -> None:
    mistake = _first(text)
    assert mistake.worked is not None
    assert _figure(mistake) == pytest.approx(mistake.worked.right, rel=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_of_random_networks(seed: int) -> None:
    found = wrong_program("slope_missing", seed)
    assert found is not None
    mistake = _first(found[0])
    assert mistake.worked is not None
    if mistake.worked.network:
        assert _figure(mistake) == pytest.approx(mistake.worked.right, rel=1e-9)


def test_the_layers_are_told() -> None:
    mistake = _first(PROGRAMS[0])
    assert mistake.worked is not None
    assert [layer["activation"] for layer in mistake.worked.network["layers"]] == ["tanh", "linear"]
    assert mistake.worked.names == {"W1": "W", "b1": "b", "W2": "V", "b2": "c"}


def test_the_slope_below_zero_is_seen() -> None:
    mistake = _first(PROGRAMS[1])
    assert mistake.worked is not None
    first = mistake.worked.network["layers"][0]
    assert (first["activation"], first["slope"]) == ("leaky_relu", 0.2)
    assert mistake.worked.names["W1"] == "W.T"


def test_the_explanation_ends_in_the_figure() -> None:
    mistake = _first(PROGRAMS[0])
    document = right_way([mistake], 6)
    assert document is not None
    assert mistake.worked is not None
    *_others, last = document.lines()
    assert last.value == pytest.approx(mistake.worked.right, rel=1e-9)


def test_the_explanation_stands_on_the_page() -> None:
    page = to_html.render(sheet(judged(PROGRAMS[0]), "program.py", 6))
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    mistake = _first(PROGRAMS[0])
    assert mistake.worked is not None
    assert f">{mistake.worked.gradient}<" in page


def test_a_long_explanation_is_left_out() -> None:
    many = HEAD.replace("size=(2, 3)", "size=(9, 3)").replace("uniform(size=(2", "uniform(size=(9")
    mistake = _first(many + LOOP.format(**ROWS_STEP))
    assert mistake.worked is not None
    assert mistake.worked.network
    assert right_way([mistake], 6) is None


def test_what_is_no_chain_of_dense_layers_has_no_network() -> None:
    residual = ROWS_STEP | {
        "forward": "h = np.tanh(X @ W + b); o = h @ V + c + X @ V[[0, 1, 1]]",
    }
    mistake = _first(HEAD + LOOP.format(**residual))
    assert mistake.worked is not None
    assert mistake.worked.network == {}
    assert msgspec.json.decode(msgspec.json.encode(mistake), type=Mistake) == mistake
