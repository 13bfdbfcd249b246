"""Residual connections, shared weights, several batches: exact fractions where that is possible."""

import math
from fractions import Fraction
from typing import Any

import pytest

import conspect as cs
from conspect.step import Step


def test_least_squares_in_fractions(agree: Any) -> None:
    """A straight line through (1, 2), (2, 3), (4, 4): one step of gradient descent from 0."""
    points = [(Fraction(1), Fraction(2)), (Fraction(2), Fraction(3)), (Fraction(4), Fraction(4))]
    w, b, rate = Fraction(0), Fraction(0), Fraction(1, 8)
    errors = [w * x + b - y for x, y in points]
    dz = [2 * error / 3 for error in errors]
    dw = sum(((x * d) for (x, _), d in zip(points, dz, strict=True)), Fraction(0))
    db = sum(dz, Fraction(0))
    assert [dw, db] == [-16, -6]
    new_w, new_b = w - rate * dw, b - rate * db
    after = sum(((new_w * x + new_b - y) ** 2 for x, y in points), Fraction(0)) / 3
    network = cs.Network([cs.Dense(1)], 1, cs.SquaredError(), cs.SGD(0.125), {"W1": 0, "b1": 0})
    agree(
        network.step([[1], [2], [4]], [[2], [3], [4]]),
        z1=[[0], [0], [0]],
        losses=[4, 9, 16],
        loss=float(Fraction(29, 3)),
        dz1=[[float(d)] for d in dz],
        dW1=[[-16]],
        db1=[-6],
        new_W1=[[2]],
        new_b1=[0.75],
        loss_after=float(after),
    )


def test_a_dead_unit_between_two_that_live(agree: Any) -> None:
    """Three relu units, one shut for both samples: nothing behind it moves."""
    w = [[Fraction(1), Fraction(-2), Fraction(1, 2)]]
    b = [Fraction(0), Fraction(-1), Fraction(1)]
    v, c = [Fraction(1), Fraction(3), Fraction(-1)], Fraction(1, 2)
    samples = [(Fraction(1), Fraction(1)), (Fraction(2), Fraction(-1))]

    def forward(w: list[Fraction], b: list[Fraction], v: list[Fraction], c: Fraction) -> Any:
        z = [[x * wj + bj for wj, bj in zip(w, b, strict=True)] for x, _ in samples]
        a = [[max(value, Fraction(0)) for value in row] for row in z]
        out = [sum((p * q for p, q in zip(row, v, strict=True)), c) for row in a]
        losses = [(y - o) ** 2 / 2 for (_, y), o in zip(samples, out, strict=True)]
        return z, a, out, losses

    z, a, out, losses = forward(w[0], b, v, c)
    assert z == [[1, -3, Fraction(3, 2)], [2, -5, 2]]
    assert out == [0, Fraction(1, 2)]
    d = [(out[0] - 1) / 2, (out[1] + 1) / 2]
    assert d == [Fraction(-1, 2), Fraction(3, 4)]
    # Unit 1 is open with weight 1, unit 3 with weight −1, unit 2 is shut.
    dz = [[d[0], Fraction(0), -d[0]], [d[1], Fraction(0), -d[1]]]
    dw = [1 * d[0] + 2 * d[1], Fraction(0), -1 * d[0] - 2 * d[1]]
    db = [d[0] + d[1], Fraction(0), -d[0] - d[1]]
    dv = [1 * d[0] + 2 * d[1], Fraction(0), Fraction(3, 2) * d[0] + 2 * d[1]]
    dc = d[0] + d[1]
    half = Fraction(1, 2)
    new_w = [p - half * g for p, g in zip(w[0], dw, strict=True)]
    new_b = [p - half * g for p, g in zip(b, db, strict=True)]
    new_v = [p - half * g for p, g in zip(v, dv, strict=True)]
    after = forward(new_w, new_b, new_v, c - half * dc)[-1]
    network = cs.Network(
        [cs.Dense(3), cs.ReLU(), cs.Dense(1)],
        1,
        cs.HalfSquaredError(),
        cs.SGD(0.5),
        {"W1": [[1, -2, 0.5]], "b1": [0, -1, 1], "W2": [[1], [3], [-1]], "b2": [0.5]},
    )
    step = network.step([[1], [2]], [[1], [-1]])
    agree(
        step,
        z1=z,
        a1=a,
        z2=[[out[0]], [out[1]]],
        losses=losses,
        loss=(losses[0] + losses[1]) / 2,
        dz2=[[d[0]], [d[1]]],
        dW2=[[g] for g in dv],
        db2=[dc],
        da1=[[e * p for p in v] for e in d],
        dz1=dz,
        dW1=[dw],
        db1=db,
        new_W1=[new_w],
        new_b1=new_b,
        new_W2=[[p] for p in new_v],
        new_b2=[c - half * dc],
        loss_after=(after[0] + after[1]) / 2,
    )
    assert "Unit 2 of a1 is dead" in " ".join(step.explain().to_text().split())


def test_a_residual_connection(agree: Any) -> None:
    """z3 = z2 + a1: the gradient by a1 comes back on two roads, through W2 and past it."""
    x, y, w, v, b = Fraction(2), Fraction(1), Fraction(3, 2), Fraction(-1, 4), Fraction(1)
    a1 = w * x
    z2 = a1 * v + b
    z3 = z2 + a1
    out = max(z3, Fraction(0))
    assert [a1, z2, z3] == [3, Fraction(1, 4), Fraction(13, 4)]
    d = out - y
    da1 = d * v + d
    new_w, new_v, new_b = (
        w - Fraction(1, 4) * x * da1,
        v - Fraction(1, 4) * a1 * d,
        b - Fraction(1, 4) * d,
    )
    new_a1 = new_w * x
    assert new_a1 > 0
    after = max(new_a1 * new_v + new_b + new_a1, Fraction(0))
    network = cs.Network(
        [
            cs.Dense(1, bias=False),
            cs.ReLU(),
            cs.Dense(1),
            Step(cs.Add(), {"r": "a1"}),
            cs.ReLU(),
        ],
        1,
        cs.HalfSquaredError(),
        cs.SGD(0.25),
        {"W1": 1.5, "W2": -0.25, "b2": 1},
    )
    agree(
        network.step([[2]], [[1]]),
        z1=[[a1]],
        a1=[[a1]],
        z2=[[z2]],
        z3=[[z3]],
        a3=[[out]],
        losses=[d * d / 2],
        loss=d * d / 2,
        da3=[[d]],
        dz3=[[d]],
        dz2=[[d]],
        dW2=[[a1 * d]],
        db2=[d],
        da1=[[da1]],
        dz1=[[da1]],
        dW1=[[x * da1]],
        new_W1=[[new_w]],
        new_W2=[[new_v]],
        new_b2=[new_b],
        loss_after=(after - y) ** 2 / 2,
    )


def test_a_weight_used_twice(agree: Any) -> None:
    """Two steps of one recurrence, a2 = tanh(w tanh(w x + b) + b): both uses add to dw and db."""
    x, y, w, b, rate = 0.5, -0.75, 1.25, 0.1, 0.5

    def forward(w: float, b: float) -> tuple[float, ...]:
        z1 = w * x + b
        a1 = math.tanh(z1)
        z2 = w * a1 + b
        return z1, a1, z2, math.tanh(z2)

    z1, a1, z2, a2 = forward(w, b)
    d2 = (a2 - y) * (1 - a2 * a2)
    d1 = d2 * w * (1 - a1 * a1)
    dw, db = a1 * d2 + x * d1, d2 + d1
    after = forward(w - rate * dw, b - rate * db)[-1]
    network = cs.Network(
        [cs.Dense(1), cs.Tanh(), Step(cs.Dense(1), {"W": "W1", "b": "b1"}), cs.Tanh()],
        1,
        cs.HalfSquaredError(),
        cs.SGD(rate),
        {"W1": w, "b1": b},
    )
    agree(
        network.step([[x]], [[y]]),
        z1=[[z1]],
        a1=[[a1]],
        z2=[[z2]],
        a2=[[a2]],
        losses=[(y - a2) ** 2 / 2],
        loss=(y - a2) ** 2 / 2,
        da2=[[a2 - y]],
        dz2=[[d2]],
        da1=[[d2 * w]],
        dz1=[[d1]],
        dW1=[[dw]],
        db1=[db],
        new_W1=[[w - rate * dw]],
        new_b1=[b - rate * db],
        loss_after=(y - after) ** 2 / 2,
    )


def test_five_rows_in_batches_of_two() -> None:
    """Two epochs of 2 + 2 + 1 rows: every batch is divided by its own number of rows."""
    xs = [Fraction(1), Fraction(-1), Fraction(2), Fraction(0), Fraction(3)]
    ys = [Fraction(1), Fraction(2), Fraction(0), Fraction(1), Fraction(-1)]
    w, b, rate = Fraction(1, 2), Fraction(0), Fraction(1, 16)
    network = cs.Network(
        [cs.Dense(1)], 1, cs.HalfSquaredError(), cs.SGD(0.0625), {"W1": 0.5, "b1": 0}
    )
    for rows in [(0, 1), (2, 3), (4,)] * 2:
        step = network.step([[float(xs[i])] for i in rows], [[float(ys[i])] for i in rows])
        d = [w * xs[i] + b - ys[i] for i in rows]
        dw = sum((xs[i] * e for i, e in zip(rows, d, strict=True)), Fraction(0)) / len(rows)
        db = sum(d, Fraction(0)) / len(rows)
        assert step.loss == pytest.approx(float(sum(e * e for e in d) / 2 / len(rows)), rel=1e-12)
        assert step["dW1"] == pytest.approx(float(dw), rel=1e-12)
        assert step["db1"] == pytest.approx(float(db), rel=1e-12)
        w, b = w - rate * dw, b - rate * db
        network = step.next
    assert network.parameters["W1"] == pytest.approx(float(w), rel=1e-12)
    assert network.parameters["b1"] == pytest.approx(float(b), rel=1e-12)
