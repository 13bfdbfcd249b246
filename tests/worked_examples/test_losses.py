"""Every loss on numbers where its pieces show: corners, ties, saturated outputs, soft targets."""

import math
from fractions import Fraction
from typing import Any

import mpmath
import pytest

import conspect as cs


def test_huber_on_both_sides_of_delta(agree: Any) -> None:
    """Differences 1/4, 1/2 (the seam), −3: squared, squared, straight; the sum over the batch."""
    network = cs.Network(
        [cs.Dense(1, bias=False)],
        2,
        cs.Huber(delta=0.5, reduction="sum"),
        cs.SGD(0.5),
        {"W1": [[1], [2]]},
    )
    xs = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1))]
    ys = [Fraction(3, 4), Fraction(3, 2), Fraction(4)]
    delta = Fraction(1, 2)

    def huber(difference: Fraction) -> Fraction:
        size = abs(difference)
        return size * size / 2 if size <= delta else delta * (size - delta / 2)

    out = [Fraction(1), Fraction(2), Fraction(1)]
    differences = [Fraction(1, 4), Fraction(1, 2), Fraction(-3)]
    losses = [Fraction(1, 32), Fraction(1, 8), Fraction(11, 8)]
    assert [huber(difference) for difference in differences] == losses
    dz = [Fraction(1, 4), Fraction(1, 2), Fraction(-1, 2)]
    dw = [dz[0] - dz[2], dz[1] + dz[2]]
    new = [1 - dw[0] / 2, 2 - dw[1] / 2]
    after = sum(huber(x1 * new[0] + x2 * new[1] - y) for (x1, x2), y in zip(xs, ys, strict=True))
    agree(
        network.step([[1, 0], [0, 1], [-1, 1]], [[0.75], [1.5], [4]]),
        z1=[[value] for value in out],
        losses=losses,
        loss=sum(losses),
        dz1=[[d] for d in dz],
        dW1=[[dw[0]], [dw[1]]],
        new_W1=[[new[0]], [new[1]]],
        loss_after=after,
    )


def test_mean_absolute_error_of_seven_samples_with_ties(agree: Any) -> None:
    """Where output and target agree, the slope is 0; two outputs share each sample's error."""
    xs = [Fraction(n) for n in (-3, -2, -1, 0, 1, 2, 3)]
    ys = [(Fraction(1), Fraction(x)) for x in (3, 2, 0, 0, 5, -2, -1)]
    w, b, rate = [Fraction(1), Fraction(-1)], [Fraction(0), Fraction(0)], Fraction(1, 10)

    def distance(w: list[Fraction], b: list[Fraction]) -> list[Fraction]:
        return [
            (abs(x * w[0] + b[0] - y[0]) + abs(x * w[1] + b[1] - y[1])) / 2
            for x, y in zip(xs, ys, strict=True)
        ]

    def direction(difference: Fraction) -> Fraction:
        return Fraction((difference > 0) - (difference < 0), 2 * 7)

    out = [(x * w[0] + b[0], x * w[1] + b[1]) for x in xs]
    dz = [(direction(o[0] - y[0]), direction(o[1] - y[1])) for o, y in zip(out, ys, strict=True)]
    assert [d[1] * 14 for d in dz] == [0, 0, 1, 0, -1, 0, -1]
    dw = [sum((x * d[j] for x, d in zip(xs, dz, strict=True)), Fraction(0)) for j in (0, 1)]
    db = [sum((d[j] for d in dz), Fraction(0)) for j in (0, 1)]
    new_w = [w[0] - rate * dw[0], w[1] - rate * dw[1]]
    new_b = [b[0] - rate * db[0], b[1] - rate * db[1]]
    losses = distance(w, b)
    network = cs.Network(
        [cs.Dense(2)], 1, cs.MeanAbsoluteError(), cs.SGD(0.1), {"W1": [[1, -1]], "b1": [0, 0]}
    )
    agree(
        network.step([[float(x)] for x in xs], [[float(v) for v in y] for y in ys]),
        z1=out,
        losses=losses,
        loss=sum(losses) / 7,
        dz1=dz,
        dW1=[dw],
        db1=db,
        new_W1=[new_w],
        new_b1=new_b,
        loss_after=sum(distance(new_w, new_b)) / 7,
    )


def test_two_outputs_with_the_mean_squared_error(agree: Any) -> None:
    """The mean runs over the outputs of a sample, then over the samples: 2 · difference / 4."""
    network = cs.Network(
        [cs.Dense(2)], 1, cs.MeanSquaredError(), cs.SGD(1.0), {"W1": [[1, 2]], "b1": [0, -1]}
    )
    # Outputs (1, 1) and (3, 5); differences (1, −1) and (2, 4).
    agree(
        network.step([[1], [3]], [[0, 2], [1, 1]]),
        z1=[[1, 1], [3, 5]],
        losses=[1, 10],
        loss=5.5,
        dz1=[[0.5, -0.5], [1, 2]],
        dW1=[[3.5, 5.5]],
        db1=[1.5, 1.5],
        new_W1=[[-2.5, -3.5]],
        new_b1=[-1.5, -2.5],
        # Outputs (−4, −6) and (−9, −13): differences (−4, −8) and (−10, −14).
        loss_after=((16 + 64) / 2 + (100 + 196) / 2) / 2,
    )


def test_binary_cross_entropy_from_unsure_to_saturated(agree: Any) -> None:
    """z = 0, 3, −40, 800: right, wrong, soft targets; -log(a) never becomes log(0)."""
    zs, ys = [0.0, 3.0, -40.0, 800.0], [1.0, 0.25, 1.0, 0.0]

    def surprise(z: float, y: float) -> float:
        with mpmath.workdps(1000):
            a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
            return float(-(mpmath.mpf(y) * mpmath.log(a) + (1 - mpmath.mpf(y)) * mpmath.log(1 - a)))

    def answer(z: float) -> float:
        with mpmath.workdps(1000):
            return float(1 / (1 + mpmath.exp(-mpmath.mpf(z))))

    a = [answer(z) for z in zs]
    losses = [surprise(z, y) for z, y in zip(zs, ys, strict=True)]
    assert losses == [math.log(2), pytest.approx(2.298587351573742), 40.0, 800.0]
    dz = [(p - y) / 4 for p, y in zip(a, ys, strict=True)]
    dw = zs[0] * dz[0] + zs[1] * dz[1] + zs[2] * dz[2] + zs[3] * dz[3]
    w = 1 - 0.001 * dw
    after = [surprise(w * z, y) for z, y in zip(zs, ys, strict=True)]
    network = cs.Network(
        [cs.Dense(1, bias=False), cs.Sigmoid()],
        1,
        cs.BinaryCrossEntropy(),
        cs.SGD(0.001),
        {"W1": 1},
    )
    agree(
        network.step([[z] for z in zs], [[y] for y in ys]),
        z1=[[z] for z in zs],
        a1=[[p] for p in a],
        losses=losses,
        loss=sum(losses) / 4,
        dz1=[[d] for d in dz],
        dW1=[[dw]],
        new_W1=[[w]],
        loss_after=sum(after) / 4,
    )


@pytest.mark.parametrize("targets", [[1, 0, 2], [[0, 1, 0], [1, 0, 0], [0, 0, 1]]])
def test_three_classes_behind_a_tanh_layer(targets: Any, agree: Any) -> None:
    """Three samples of three classes, as class numbers and one-hot, the sum over the batch."""
    xs, right = [1.0, -0.5, 2.0], [1, 0, 2]
    u, c, rate = [0.5, -1.0], [0.25, 0.75], 0.05
    v = [[1.0, 0.0, -1.0], [0.5, 2.0, -0.25]]

    def forward(u: list[float], c: list[float], v: list[list[float]]) -> Any:
        z = [[x * u[0] + c[0], x * u[1] + c[1]] for x in xs]
        h = [[math.tanh(p), math.tanh(q)] for p, q in z]
        score = [[p * v[0][k] + q * v[1][k] for k in (0, 1, 2)] for p, q in h]
        m = [max(row) for row in score]
        s = [sum(math.exp(value - top) for value in row) for row, top in zip(score, m, strict=True)]
        losses = [
            math.log(total) + top - row[k]
            for total, top, row, k in zip(s, m, score, right, strict=True)
        ]
        return z, h, score, m, s, losses

    z, h, score, m, s, losses = forward(u, c, v)
    a = [[math.exp(score[n][k] - m[n]) / s[n] for k in (0, 1, 2)] for n in (0, 1, 2)]
    d = [[a[n][k] - (k == right[n]) for k in (0, 1, 2)] for n in (0, 1, 2)]
    dv = [
        [h[0][j] * d[0][k] + h[1][j] * d[1][k] + h[2][j] * d[2][k] for k in (0, 1, 2)]
        for j in (0, 1)
    ]
    dh = [
        [d[n][0] * v[j][0] + d[n][1] * v[j][1] + d[n][2] * v[j][2] for j in (0, 1)]
        for n in (0, 1, 2)
    ]
    e = [[dh[n][j] / math.cosh(z[n][j]) ** 2 for j in (0, 1)] for n in (0, 1, 2)]
    du = [xs[0] * e[0][j] + xs[1] * e[1][j] + xs[2] * e[2][j] for j in (0, 1)]
    dc = [e[0][j] + e[1][j] + e[2][j] for j in (0, 1)]
    new_u = [u[j] - rate * du[j] for j in (0, 1)]
    new_c = [c[j] - rate * dc[j] for j in (0, 1)]
    new_v = [[v[j][k] - rate * dv[j][k] for k in (0, 1, 2)] for j in (0, 1)]
    network = cs.Network(
        [cs.Dense(2), cs.Tanh(), cs.Dense(3, bias=False), cs.Softmax()],
        1,
        cs.CrossEntropy(reduction="sum"),
        cs.SGD(rate),
        {"W1": [u], "b1": c, "W2": v},
    )
    agree(
        network.step([[x] for x in xs], targets),
        z1=z,
        a1=h,
        z2=score,
        m2=m,
        s2=s,
        a2=a,
        losses=losses,
        loss=sum(losses),
        dz2=d,
        dW2=dv,
        da1=dh,
        dz1=e,
        dW1=[du],
        db1=dc,
        new_W1=[new_u],
        new_b1=new_c,
        new_W2=new_v,
        loss_after=sum(forward(new_u, new_c, new_v)[-1]),
    )
