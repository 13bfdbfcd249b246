"""Mended lines: what is tried for each cause, and that only what was proved is shown."""

from pathlib import Path

import pytest

from conspect.check.findings import Mistake, ParameterFinding, Report, Span, Worked
from conspect.check.mending import mends
from conspect.check.mending.proof import with_mended_lines
from conspect.check.sources import Source

# Cause; program, its mark between « and »; the program as it should be; applied and right numbers.
CASES = [
    ("transposed", "dW = «d.T @ x»", "dW = x.T @ d", 2.0, 1.0),
    ("transposed", "dW = «np.dot(d, a.T)»", "dW = np.dot(a, d.T)", 2.0, 1.0),
    ("transposed", "dW = «np.outer(d, a)»", "dW = np.outer(a, d)", 2.0, 1.0),
    ("transposed", "dW = «d.T.dot(x)» / n", "dW = x.T.dot(d) / n", 2.0, 1.0),
    ("transposed", "W -= 0.1 * «dW»", "W -= 0.1 * dW.T", 2.0, 1.0),
    ("transposed", "«dW = f(d) * 2»", "dW = (f(d) * 2).T", 2.0, 1.0),
    ("transposed", "e += «w[i][j] * d[j]»", "e += w[j][i] * d[j]", 2.0, 1.0),
    ("wrong_sign", "«W += 0.1 * dW»", "W -= 0.1 * dW", -1.0, 1.0),
    ("wrong_sign", "d = «-(a - y)»", "d = a - y", -1.0, 1.0),
    ("wrong_sign", "d = «y - a»", "d = a - y", -1.0, 1.0),
    ("wrong_sign", "«d = error * slope»", "d = -(error * slope)", -1.0, 1.0),
    ("wrong_sign", "W = W - n * «np.outer(d, a)»", "W = W + n * np.outer(d, a)", -1.0, 1.0),
    ("constant_factor", "db = «d.mean(axis=(1, 2))»", "db = d.sum(axis=(1, 2))", 1.0, 16.0),
    ("constant_factor", "dW = «2 * x.T @ d»", "dW = x.T @ d", 2.0, 1.0),
    ("constant_factor", "dW = «x.T @ d * 3»", "dW = x.T @ d", 3.0, 1.0),
    ("constant_factor", "dW = «x.T @ d / 2»", "dW = x.T @ d", 0.5, 1.0),
    ("constant_factor", "db = «4. / m * d.sum(0)»", "db = 1 / m * d.sum(0)", 4.0, 1.0),
    (
        "activation_derivative_at_wrong_point",
        "a = sigmoid(x @ W + b)\nd = «e * slope(a)»",
        "a = sigmoid(x @ W + b)\nd = e * slope(x @ W + b)",
        2.0,
        1.0,
    ),
    (
        "activation_derivative_at_wrong_point",
        "h = s(z)\nd = «e * s(h) * (1 - s(h))»",
        "h = s(z)\nd = e * s(z) * (1 - s(z))",
        2.0,
        1.0,
    ),
    (
        "activation_derivative_at_wrong_point",
        "h = s(z)\nd = «e * z * (1 - z)»",
        "h = s(z)\nd = e * h * (1 - h)",
        2.0,
        1.0,
    ),
    (
        "upstream_dropped",
        "import numpy as np\n«E[ids] -= rate * d»",
        "import numpy as np\nnp.subtract.at(E, ids, rate * d)",
        1.0,
        2.0,
    ),
    ("bias_not_summed", "db = «delta»", "db = delta.sum(axis=0)", 2.0, 1.0),
    ("bias_not_summed", "db = «d * s»", "db = (d * s).sum(axis=1, keepdims=True)", 2.0, 1.0),
    ("bias_not_summed", "«b = b - rate * d»", "b = b - rate * d.sum(axis=0)", 2.0, 1.0),
    ("bias_sum_axis", "db = «d.sum(axis=1)»", "db = d.sum(axis=0)", 2.0, 1.0),
    ("parameter_never_updated", "new = «W - n * dW»", "W = W - n * dW", 1.0, 2.0),
    ("parameter_never_updated", "«self.W - n * dW»", "self.W = self.W - n * dW", 1.0, 2.0),
    ("dot_instead_of_outer", "W -= n * «np.dot(d, x)»", "W -= n * np.outer(d, x)", 1.0, 2.0),
    ("matmul_instead_of_elementwise", "dz = «da @ f(z)»", "dz = da * f(z)", 1.0, 2.0),
    ("regularization_sign", "g = «a @ b - r * W»", "g = a @ b + r * W", 1.0, 2.0),
    ("loss_derivative", "d = «-y / a - q / b»", "d = -y / a + q / b", 1.0, 2.0),
    ("batch_scale", "dZ = (1 / m) * «np.dot(W.T, d)»", "dZ = np.dot(W.T, d)", 1.0, 5.0),
    ("batch_scale", "dW = «x.T @ d / len(x)»", "dW = x.T @ d", 1.0, 5.0),
    ("batch_scale", "dW = «x.T @ d» / x.shape[0]", "dW = x.T @ d", 1.0, 5.0),
    ("bias_scale", "db = «np.sum(d, axis=0)»", "db = np.mean(d, axis=0)", 5.0, 1.0),
    ("bias_scale", "db = «np.mean(d, axis=0)»", "db = np.sum(d, axis=0)", 1.0, 5.0),
    ("forward_bug", "p = «e / e.sum(axis=0)»", "p = e / e.sum(axis=1, keepdims=True)", 1.0, 2.0),
    (
        "copied_gradient",
        "g['bf'] += d['f']\n«g['bi'] += d['f']»",
        "g['bf'] += d['f']\ng['bi'] += d['i']",
        1.0,
        2.0,
    ),
    (
        "transposed",
        "def outer(a, b):\n    out = «a * b»\n    return out\ndW = outer(x, d)",
        "def outer(a, b):\n    out = a * b\n    return out\ndW = outer(d, x)",
        1.0,
        2.0,
    ),
    ("relu_mask_wrong", "«d[a < 0] = 0»", "d[a <= 0] = 0", 2.0, 0.0),
    ("relu_mask_wrong", "d = «e * (z >= 0)»", "d = e * (z > 0)", 2.0, 0.0),
    (
        "relu_mask_wrong",
        "mask = lambda v: v >= 0  # ключ\nd = «e * mask(z)»",
        "mask = lambda v: v > 0  # ключ\nd = e * mask(z)",
        2.0,
        0.0,
    ),
    (
        "relu_mask_wrong",
        "def slope(v):\n    return v < 0\nd = «e * slope(z)»",
        "def slope(v):\n    return v > 0\nd = e * slope(z)",
        2.0,
        0.0,
    ),
]


MANY_LINES = [
    (
        "update_repeated",
        "for n in x:\n    s += n\n    d = s * s\n    «W -= d»\nprint(W)",
        "for n in x:\n    s += n\nd = s * s\nW -= d\nprint(W)",
    ),
    (
        "updated_weights_used",
        "d = o - t\nW -= a * d\nU = U - 1\ne = «d @ W.T»\nV -= x * e",
        "d = o - t\ne = d @ W.T\nW -= a * d\nU = U - 1\nV -= x * e",
    ),
    ("shape_error", "«d = e.dot(W) * s»", "d = e.dot(W.T) * s"),
    ("shape_error", "«b -= r * d»", "b -= r * d.sum(axis=0)"),
]


def _report(cause: str, marked: str, applied: float, right: float) -> tuple[Report, list[Source]]:
    rows = marked.splitlines()
    [line] = [number for number, row in enumerate(rows, 1) if "«" in row]
    row = rows[line - 1]
    start, end = row.index("«"), row.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    span = Span("train.py", line, start, line, end, None, text.splitlines()[line - 1])
    mistake = Mistake(
        cause, ["W"], "train.py", line, "", "mend it", "", span=span,
        worked=Worked("W[0]", applied, right),
    )  # fmt: skip
    found = [ParameterFinding("W", "wrong"), ParameterFinding("V", "right")]
    return Report("wrong", parameters=found, mistakes=[mistake]), [Source(text, "train.py")]


def _ran(right_text: str, tried: list[str], sources: list[Source]) -> Report:
    """A run whose gradients are right only for one text."""
    tried.append(sources[0].text)
    verdict = "right" if sources[0].text == right_text else "wrong"
    return Report(
        verdict, parameters=[ParameterFinding("W", verdict), ParameterFinding("V", "right")]
    )


@pytest.mark.parametrize(("cause", "marked", "wanted", "applied", "right"), CASES)
def test_the_line_is_mended(
    cause: str, marked: str, wanted: str, applied: float, right: float
) -> None:
    report, sources = _report(cause, marked, applied, right)
    tried: list[str] = []
    told = with_mended_lines(report, sources, lambda these: _ran(wanted, tried, these))
    [mistake] = told.mistakes
    span = mistake.mended_span or mistake.span
    assert span
    assert mistake.mended == wanted.splitlines()[span.line - 1], tried
    assert span.text == sources[0].text.splitlines()[span.line - 1]
    assert len(tried) <= 3


@pytest.mark.parametrize(("cause", "marked", "wanted"), MANY_LINES)
def test_lines_are_moved_and_shapes_mended(cause: str, marked: str, wanted: str) -> None:
    report, sources = _report(cause, marked, 2.0, 1.0)
    told = with_mended_lines(report, sources, lambda these: _ran(wanted, [], these))
    [mistake] = told.mistakes
    span = mistake.mended_span or mistake.span
    assert span
    rows = wanted.splitlines()[span.line - 1 : span.end_line]
    assert mistake.mended.splitlines() == rows
    assert span.text.splitlines() == sources[0].text.splitlines()[span.line - 1 : span.end_line]


def test_every_mend_has_a_case() -> None:
    files = {file.stem for file in Path(mends.__path__[0]).glob("[!_]*.py")}
    assert {case[0] for case in [*CASES, *MANY_LINES]} == files


def test_what_was_not_proved_is_not_shown() -> None:
    report, sources = _report("transposed", "dW = «d.T @ x»", 2.0, 1.0)
    told = with_mended_lines(report, sources, lambda these: _ran("something else", [], these))
    assert told == report
    assert with_mended_lines(report, sources, lambda these: None) == report


def test_a_mistake_that_is_still_found_is_not_mended() -> None:
    report, sources = _report("transposed", "dW = «d.T @ x»", 2.0, 1.0)
    hidden = [Mistake("transposed", [], "train.py", 1, "", "", "", span=report.mistakes[0].span)]
    found = Report("wrong", parameters=[ParameterFinding("W", "right")], mistakes=hidden)
    told = with_mended_lines(found, sources, lambda these: found)
    assert told.mistakes[0].mended == ""


def test_a_line_that_spoils_another_parameter_is_no_mend() -> None:
    report, sources = _report("wrong_sign", "d = «y - a»", -1.0, 1.0)
    spoiling = [ParameterFinding("W", "right"), ParameterFinding("V", "wrong")]
    told = with_mended_lines(report, sources, lambda these: Report("wrong", parameters=spoiling))
    assert told.mistakes[0].mended == ""


def test_mistakes_are_mended_one_after_the_other() -> None:
    text = "dW = 2 * x\ndV = 3 * h"
    mistakes = [
        Mistake(
            "constant_factor", [name], "train.py", line, "", "", "",
            span=Span("train.py", line, 5, line, 10, None, text.splitlines()[line - 1]),
            worked=Worked(f"{name}[0]", factor, 1.0),
        )
        for line, name, factor in ((1, "W", 2.0), (2, "V", 3.0))
    ]  # fmt: skip
    wrong = [ParameterFinding(name, "wrong") for name in "WV"]
    report = Report("wrong", parameters=wrong, mistakes=mistakes)

    def run(sources: list[Source]) -> Report:
        states = [("W", "2 *" not in sources[0].text), ("V", "3 *" not in sources[0].text)]
        found = [ParameterFinding(name, "right" if well else "wrong") for name, well in states]
        return Report("wrong", parameters=found)

    told = with_mended_lines(report, [Source(text, "train.py")], run)
    assert [mistake.mended for mistake in told.mistakes] == ["dW = x", "dV = h"]
