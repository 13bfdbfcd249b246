"""An LSTM whose gates are parts of one array, cut and joined in the ways that people do."""

import pytest

from tests.check.judging import judged

PROGRAM = """\
import numpy as np
rng = np.random.default_rng(5)
D, H = 2, 3
W = rng.normal(0, 0.5, (4 * H, D + H)); b = np.zeros(4 * H); V = rng.normal(0, 0.5, (1, H))
sigma = lambda s: 1 / (1 + np.exp(-s))
X = rng.normal(size=(5, 4, D)); T = rng.normal(size=5)
for xs, t in zip(X, T):
    h, c, tape = np.zeros(H), np.zeros(H), []
    for x in xs:
        z = np.concatenate([h, x])
        a = W @ z + b
        {cut}
        i, f, o, g = sigma(ai), sigma(af), sigma(ao), np.tanh(ag)
        tape.append((z, i, f, o, g, c))
        c = f * c + i * g
        h = o * np.tanh(c)
    e = V @ h - t
    dV = np.outer(e, h)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    dh, dc = V.T @ e, np.zeros(H)
    for z, i, f, o, g, c_old in reversed(tape):
        tc = np.tanh(f * c_old + i * g)
        dc = dc + dh * o * (1 - tc ** 2)
        di = dc * g * i * (1 - i)
        df = dc * c_old * f * (1 - f)
        do = dh * tc * o * (1 - o)
        dg = dc * i * (1 - g ** 2)
        {join}
        dW += np.outer(da, z)
        db += da
        dh = (W.T @ da)[:H]
        dc = dc * f
    W -= 0.1 * dW; b -= 0.1 * db; V -= 0.1 * dV
"""
CUTS = {
    "split": "ai, af, ao, ag = np.split(a, 4)",
    "slices": "ai, af, ao, ag = a[:H], a[H:2 * H], a[2 * H:3 * H], a[3 * H:]",
    "rows": "ai, af, ao, ag = a.reshape(4, H)",
    "numbers": "a4 = a.reshape(4, -1); ai = a4[0]; af = a4[1]; ao = a4[2]; ag = a4[3]",
    "comprehension": "ai, af, ao, ag = [a[k * H:(k + 1) * H] for k in range(4)]",
}
JOINS = {
    "concatenate": "da = np.concatenate((di, df, do, dg))",
    "hstack": "da = np.hstack([di, df, do, dg])",
    "stack": "da = np.stack([di, df, do, dg]).ravel()",
    "vstack": "da = np.vstack([di, df, do, dg]).reshape(-1)",
    "slices": "da = np.empty(4 * H); da[:H] = di; da[H:2*H] = df; da[2*H:3*H] = do; da[3*H:] = dg",
}
WAYS = [*((cut, "concatenate") for cut in CUTS), *(("split", join) for join in JOINS)]
SLOPES = {"dg = dc * i * (1 - g ** 2)": "dg = dc * i * (1 - g)",
          "df = dc * c_old * f * (1 - f)": "df = dc * c_old * f * (1 - f ** 2)"}  # fmt: skip


@pytest.mark.parametrize(("cut", "join"), WAYS)
def test_a_gates_slope_is_named(cut: str, join: str) -> None:
    program = PROGRAM.format(cut=CUTS[cut], join=JOINS[join])
    assert judged(program).verdict == "right"
    for right, wrong in SLOPES.items():
        assert program.count(right) == 1
        text = program.replace(right, wrong)
        [mistake] = judged(text).mistakes
        assert mistake.cause == "wrong_activation_derivative"
        assert wrong in text.splitlines()[mistake.line - 1]
