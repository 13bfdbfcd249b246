"""Recurrent networks as people write them: right, and with a mistake of going back through time."""

import pytest

from tests.check.corpus import FOLDER
from tests.check.judging import judged

CHARACTERS = """\
import numpy as np
rng = np.random.default_rng(2)
V, H, T = 5, 4, 6
Wx, Wh, Wy = rng.normal(0, 0.4, (H, V)), rng.normal(0, 0.4, (H, H)), rng.normal(0, 0.4, (V, H))
bh, by = np.zeros((H, 1)), np.zeros((V, 1))
text = rng.integers(0, V, 40)
for start in range(0, 30, T):
    xs, hs, ps = [], [np.zeros((H, 1))], []
    loss = 0
    for t in range(T):
        x = np.zeros((V, 1)); x[text[start + t]] = 1
        xs.append(x)
        hs.append(np.tanh(Wx @ x + Wh @ hs[-1] + bh))
        s = Wy @ hs[-1] + by
        p = np.exp(s - s.max()); p /= p.sum()
        ps.append(p)
        loss += -np.log(p[text[start + t + 1], 0])
    dWx, dWh, dWy = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(Wy)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dnext = np.zeros((H, 1))
    for t in reversed(range(T)):
        dy = ps[t].copy(); dy[text[start + t + 1]] -= 1
        dWy += dy @ hs[t + 1].T; dby += dy
        dh = Wy.T @ dy + dnext
        draw = dh * (1 - hs[t + 1] ** 2)
        dbh += draw
        dWx += draw @ xs[t].T
        dWh += draw @ hs[t].T
        dnext = Wh.T @ draw
    for p, d in zip((Wx, Wh, Wy, bh, by), (dWx, dWh, dWy, dbh, dby)):
        p -= 0.1 * d
"""
LSTM = (FOLDER / "lstm_right.py").read_text()
MISTAKES = [
    (CHARACTERS, "Wy.T @ dy + dnext", "Wy.T @ dy", "upstream_dropped"),
    (CHARACTERS, "1 - hs[t + 1] ** 2", "1 - hs[t] ** 2", "activation_derivative_at_wrong_point"),
    (CHARACTERS, "dWh += draw", "dWh = draw", "upstream_dropped"),
    (CHARACTERS, "dnext = Wh.T @ draw", "dnext = Wh @ draw", "transposed"),
    (LSTM, "df = dc * c_prev * f", "df = dc * c * f", "wrong_layer_activation"),
    (LSTM, "di = dc * g * i", "di = dc * o * i", "wrong_layer_activation"),
    (LSTM, "do = dh * tc * o", "do = dh * c * o", "wrong_layer_activation"),
    (LSTM, "dz[:H], dc * f", "dz[:H], dc * i", "wrong_layer_activation"),
    (LSTM, "dc = dc + dh * o", "dc = dh * o", "upstream_dropped"),
    (LSTM, " + self.Wi.T @ di", "", "upstream_dropped"),
    (LSTM, "(1 - tc * tc)", "(1 - c * c)", "activation_derivative_at_wrong_point"),
]

# Named, but shown where the first value comes out wrong.
ELSEWHERE = {"dWh = draw", "dnext = Wh @ draw", "dz[:H], dc * i"}


def test_right() -> None:
    assert judged(CHARACTERS).verdict == "right"


@pytest.mark.parametrize(("program", "right", "wrong", "cause"), MISTAKES)
def test_the_mistake_is_named_on_its_line(program: str, right: str, wrong: str, cause: str) -> None:
    assert program.count(right) == 1
    [mistake] = judged(program.replace(right, wrong)).mistakes
    assert mistake.cause == cause
    if wrong in ELSEWHERE:
        return
    line = program[: program.index(right)].count("\n") + 1
    assert mistake.line in (line, line + 1)
