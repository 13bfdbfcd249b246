"""What is said of a program besides its mistakes."""

from conspect.check.report.sheet import sheet
from conspect.language import speaking
from conspect.render import to_text
from tests.check.judging import judged

SIGMOID = """
import numpy as np
x = np.array([[0.1, 0.9], [0.8, -0.3], [-0.5, 0.4], [0.7, 0.6]])
y = np.array([[1.0], [0.0], [0.0], [1.0]])
w, b = np.array([[0.5], [0.25]]), np.zeros(1)
for _ in range(4):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    d = (a - y) * a * (1 - a)
    w = w - 0.1 * x.T @ d
    b = b - 0.1 * d.sum(0)
"""
CROSS = SIGMOID.replace(" * a * (1 - a)\n", "\n")
SQUARED = SIGMOID.replace(
    "-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))", "np.mean((a - y)**2)"
)
MASKED = SIGMOID.replace("cost = ", "cost = w.sum() * ")


def test_a_loss_of_another_family() -> None:
    report = judged(SIGMOID)
    assert report.verdict == "right"
    assert report.notes == [
        "program.py, line 8 computes binary cross-entropy; "
        "the gradients applied are those of squared error"
    ]
    with speaking("ru"):
        [note] = judged(SIGMOID).notes
        shown = to_text.render(sheet(judged(SIGMOID), "program.py", 6), width=100, ascii_only=False)
    assert "квадратичная ошибка" in shown
    assert "строка 8" in note
    assert "квадратичная ошибка" in note


def test_nothing_is_said_of_a_loss_of_the_same_family_or_of_none() -> None:
    for program in (CROSS, SQUARED, MASKED):
        report = judged(program)
        assert (report.verdict, report.notes) == ("right", [])


def test_biases_that_are_constants() -> None:
    fixed = SQUARED.replace("    b = b - 0.1 * d.sum(0)\n", "")
    report = judged(fixed)
    assert (report.verdict, report.notes) == ("right", ["b is fixed: it is never trained"])
    with speaking("ru"):
        assert judged(fixed).notes == ["b не обучается: это постоянная программы"]
    running = SQUARED.replace("cost = np.mean", "cost = 0.0\n    cost = cost + 0.5 * np.sum")
    assert (judged(running).verdict, judged(running).notes) == ("right", [])
    state = fixed.replace("zeros(1)", "zeros(1)\nc = b").replace("x @ w + b", "x @ w + c * y")
    assert judged(state).notes == []


def test_two_formulas_for_one_error() -> None:
    program = SQUARED + "print(1/len(x)*(y - a)**2, {other}*(a - y)**2)\n"
    second = (
        program.replace("y - a)**2, ", "y - first)**2, ")
        .replace("    cost", "    first = a if _ == 0 else first\n    cost")
        .replace("{other}*(a - y)", "1/2*(first - y)")
    )
    [note] = judged(second).notes
    assert "1/len(x)*(y - first)**2 (program.py, line 13)" in note
    assert "1/2*(first - y)**2 (program.py, line 13)" in note
    assert judged(second.replace("1/2", "1/len(y)")).notes == []


def test_a_gradient_that_never_is_there() -> None:
    dead = """
import numpy as np
x, y = np.array([[0.1, 0.9], [0.8, 0.3]]), np.array([[1.0], [0.5]])
w, b, v = np.array([[0.5], [0.25]]), np.array([-9.0]), np.array([[0.7]])
c = np.zeros(1)
for _ in range(4):
    h = np.maximum(x @ w + b, 0)
    d = h @ v + c - y
    e = d @ v.T * (h > 0)
    v, c = v - 0.1 * h.T @ d, c - 0.1 * d.sum(0)
    w, b = w - 0.1 * x.T @ e, b - 0.1 * e.sum(0)
"""
    [note] = judged(dead).notes
    assert note.startswith("the gradients of v, w, b are 0 at every step compared")
    assert judged(dead.replace("[-9.0]", "[9.0]")).notes == []
