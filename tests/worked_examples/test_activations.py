"""One network, every activation: values and slopes from their textbook formulas, by hand.

The functions come from Python's `math`, or from 50-digit numbers where `math` would lose digits.
"""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import pytest

import conspect as cs

Function = Callable[[float], float]


def gelu(z: float) -> float:
    with mpmath.workdps(50):
        return float(mpmath.mpf(z) * mpmath.ncdf(z))


def gelu_slope(z: float) -> float:
    with mpmath.workdps(50):
        return float(mpmath.ncdf(z) + mpmath.mpf(z) * mpmath.npdf(z))


def sigmoid(z: float) -> float:
    with mpmath.workdps(50):
        return float(1 / (1 + mpmath.exp(-mpmath.mpf(z))))


def silu_slope(z: float) -> float:
    s = sigmoid(z)
    return s + z * s * sigmoid(-z)


ACTIVATIONS: dict[str, tuple[Any, Function, Function]] = {
    "relu": (cs.ReLU(), lambda z: max(z, 0.0), lambda z: 1.0 if z > 0 else 0.0),
    "leaky relu": (
        cs.LeakyReLU(slope=0.2),
        lambda z: z if z > 0 else 0.2 * z,
        lambda z: 1.0 if z > 0 else 0.2,
    ),
    "elu": (
        cs.ELU(alpha=1.5),
        lambda z: z if z > 0 else 1.5 * (math.exp(z) - 1),
        lambda z: 1.0 if z > 0 else 1.5 * math.exp(z),
    ),
    "tanh": (cs.Tanh(), math.tanh, lambda z: 1 / math.cosh(z) ** 2),
    "sigmoid": (cs.Sigmoid(), sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "softplus": (cs.Softplus(), lambda z: math.log(1 + math.exp(z)), sigmoid),
    "silu": (cs.SiLU(), lambda z: z * sigmoid(z), silu_slope),
    "gelu": (cs.GELU(), gelu, gelu_slope),
}


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_two_samples_through_two_hidden_units(kind: str, agree: Any) -> None:
    """Two samples, two inputs, two hidden units, one output; both signs of z; mean over both."""
    activation, f, slope = ACTIVATIONS[kind]
    x11, x12, x21, x22, y1, y2 = 0.5, -1.5, 2.0, 0.25, 1.0, -0.5
    w11, w12, w21, w22, b1, b2 = 0.75, -0.5, 0.3, 0.6, 0.1, -0.2
    v1, v2, c, rate = 1.2, -0.8, 0.05, 0.3

    def forward(
        w11: float, w12: float, w21: float, w22: float, b1: float, b2: float, v: list[float]
    ) -> tuple[list[list[float]], list[list[float]], list[float], list[float]]:
        z = [
            [x11 * w11 + x12 * w21 + b1, x11 * w12 + x12 * w22 + b2],
            [x21 * w11 + x22 * w21 + b1, x21 * w12 + x22 * w22 + b2],
        ]
        a = [[f(z[0][0]), f(z[0][1])], [f(z[1][0]), f(z[1][1])]]
        out = [a[0][0] * v[0] + a[0][1] * v[1] + v[2], a[1][0] * v[0] + a[1][1] * v[1] + v[2]]
        return z, a, out, [(y1 - out[0]) ** 2, (y2 - out[1]) ** 2]

    z, a, out, losses = forward(w11, w12, w21, w22, b1, b2, [v1, v2, c])
    d1, d2 = 2 * (out[0] - y1) / 2, 2 * (out[1] - y2) / 2
    g1, g2, gc = a[0][0] * d1 + a[1][0] * d2, a[0][1] * d1 + a[1][1] * d2, d1 + d2
    e11, e12, e21, e22 = d1 * v1, d1 * v2, d2 * v1, d2 * v2
    s11, s12 = e11 * slope(z[0][0]), e12 * slope(z[0][1])
    s21, s22 = e21 * slope(z[1][0]), e22 * slope(z[1][1])
    h11, h12 = x11 * s11 + x21 * s21, x11 * s12 + x21 * s22
    h21, h22 = x12 * s11 + x22 * s21, x12 * s12 + x22 * s22
    hb1, hb2 = s11 + s21, s12 + s22
    n11, n12, n21, n22 = w11 - rate * h11, w12 - rate * h12, w21 - rate * h21, w22 - rate * h22
    m1, m2 = b1 - rate * hb1, b2 - rate * hb2
    u1, u2, uc = v1 - rate * g1, v2 - rate * g2, c - rate * gc
    after = forward(n11, n12, n21, n22, m1, m2, [u1, u2, uc])[-1]

    network = cs.Network(
        [cs.Dense(2), activation, cs.Dense(1)],
        2,
        cs.SquaredError(),
        cs.SGD(rate),
        {"W1": [[w11, w12], [w21, w22]], "b1": [b1, b2], "W2": [[v1], [v2]], "b2": [c]},
    )
    gate = {"s1": [[sigmoid(v) for v in row] for row in z]} if kind == "silu" else {}
    agree(
        network.step([[x11, x12], [x21, x22]], [[y1], [y2]]),
        z1=z,
        a1=a,
        z2=[[out[0]], [out[1]]],
        losses=losses,
        loss=(losses[0] + losses[1]) / 2,
        dz2=[[d1], [d2]],
        dW2=[[g1], [g2]],
        db2=[gc],
        da1=[[e11, e12], [e21, e22]],
        dz1=[[s11, s12], [s21, s22]],
        dW1=[[h11, h12], [h21, h22]],
        db1=[hb1, hb2],
        new_W1=[[n11, n12], [n21, n22]],
        new_b1=[m1, m2],
        new_W2=[[u1], [u2]],
        new_b2=[uc],
        loss_after=(after[0] + after[1]) / 2,
        **gate,
    )


def test_a_chain_of_three_sigmoids(agree: Any) -> None:
    """One unit a layer: each multiplies the gradient by a weight and a slope (Nielsen, ch. 5)."""
    x, y, rate = 0.8, 0.25, 2.0
    w1, w2, w3, b1, b2, b3 = 1.0, -2.0, 0.5, -0.3, 0.4, 0.7
    z1 = w1 * x + b1
    a1 = sigmoid(z1)
    z2 = w2 * a1 + b2
    a2 = sigmoid(z2)
    z3 = w3 * a2 + b3
    a3 = sigmoid(z3)
    d3 = (a3 - y) * a3 * (1 - a3)
    d2 = d3 * w3 * a2 * (1 - a2)
    d1 = d2 * w2 * a1 * (1 - a1)
    n1, n2, n3 = w1 - rate * d1 * x, w2 - rate * d2 * a1, w3 - rate * d3 * a2
    c1, c2, c3 = b1 - rate * d1, b2 - rate * d2, b3 - rate * d3
    out = sigmoid(n3 * sigmoid(n2 * sigmoid(n1 * x + c1) + c2) + c3)
    network = cs.Network(
        [cs.Dense(1), cs.Sigmoid(), cs.Dense(1), cs.Sigmoid(), cs.Dense(1), cs.Sigmoid()],
        1,
        cs.HalfSquaredError(),
        cs.SGD(rate),
        {"W1": w1, "W2": w2, "W3": w3, "b1": b1, "b2": b2, "b3": b3},
    )
    agree(
        network.step([[x]], [[y]]),
        z1=[[z1]],
        a1=[[a1]],
        z2=[[z2]],
        a2=[[a2]],
        z3=[[z3]],
        a3=[[a3]],
        losses=[(y - a3) ** 2 / 2],
        loss=(y - a3) ** 2 / 2,
        da3=[[a3 - y]],
        dz3=[[d3]],
        dW3=[[d3 * a2]],
        db3=[d3],
        da2=[[d3 * w3]],
        dz2=[[d2]],
        dW2=[[d2 * a1]],
        db2=[d2],
        da1=[[d2 * w2]],
        dz1=[[d1]],
        dW1=[[d1 * x]],
        db1=[d1],
        new_W1=[[n1]],
        new_W2=[[n2]],
        new_W3=[[n3]],
        new_b1=[c1],
        new_b2=[c2],
        new_b3=[c3],
        loss_after=(y - out) ** 2 / 2,
    )


def test_softmax_inside_a_network(agree: Any) -> None:
    """Softmax under a squared error is a layer of its own: its whole Jacobian takes part."""
    x, w, v, rate = 1.5, [0.2, -0.4, 1.0], [3.0, -1.0, 0.5], 0.1
    y = -2.0

    def forward(w: list[float], v: list[float]) -> tuple[Any, ...]:
        z = [x * w[0], x * w[1], x * w[2]]
        m = max(z)
        e = [math.exp(z[0] - m), math.exp(z[1] - m), math.exp(z[2] - m)]
        s = e[0] + e[1] + e[2]
        a = [e[0] / s, e[1] / s, e[2] / s]
        return z, m, s, a, a[0] * v[0] + a[1] * v[1] + a[2] * v[2]

    z, m, s, a, out = forward(w, v)
    d = 2 * (out - y)
    da = [d * v[0], d * v[1], d * v[2]]
    dz = [
        da[0] * a[0] * (1 - a[0]) - da[1] * a[0] * a[1] - da[2] * a[0] * a[2],
        -da[0] * a[1] * a[0] + da[1] * a[1] * (1 - a[1]) - da[2] * a[1] * a[2],
        -da[0] * a[2] * a[0] - da[1] * a[2] * a[1] + da[2] * a[2] * (1 - a[2]),
    ]
    new_w = [w[0] - rate * x * dz[0], w[1] - rate * x * dz[1], w[2] - rate * x * dz[2]]
    new_v = [v[0] - rate * a[0] * d, v[1] - rate * a[1] * d, v[2] - rate * a[2] * d]
    after = forward(new_w, new_v)[-1]
    network = cs.Network(
        [cs.Dense(3, bias=False), cs.Softmax(), cs.Dense(1, bias=False)],
        1,
        cs.MeanSquaredError(),
        cs.SGD(rate),
        {"W1": [w], "W2": [[v[0]], [v[1]], [v[2]]]},
    )
    agree(
        network.step([[x]], [[y]]),
        z1=[z],
        m1=[m],
        s1=[s],
        a1=[a],
        z2=[[out]],
        losses=[(out - y) ** 2],
        loss=(out - y) ** 2,
        dz2=[[d]],
        dW2=[[a[0] * d], [a[1] * d], [a[2] * d]],
        da1=[da],
        dz1=[dz],
        dW1=[[x * dz[0], x * dz[1], x * dz[2]]],
        new_W1=[new_w],
        new_W2=[[new_v[0]], [new_v[1]], [new_v[2]]],
        loss_after=(after - y) ** 2,
    )
