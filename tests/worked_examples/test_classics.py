"""Examples that textbooks and courses work out by hand, worked out here once more.

Nothing in these tests computes with conspect or NumPy: only Python's own numbers.
"""

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import conspect as cs
from conspect.cli.main import main
from conspect.files import read
from conspect.losses.half_squared_error import HalfSquaredError


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    with pytest.raises(SystemExit) as end:
        main(["explain", "--json", *arguments])
    assert end.value.code == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


TWO_TWO_TWO = """
[network]
inputs = 2
loss = "half_squared_error"

[[layers]]
type = "dense"
units = 2
activation = "sigmoid"
weights = [[0.15, 0.25], [0.20, 0.30]]
bias = 0.35
trainable = ["weights"]

[[layers]]
type = "dense"
units = 2
activation = "sigmoid"
weights = [[0.40, 0.50], [0.45, 0.55]]
bias = 0.60
trainable = ["weights"]

[training]
learning_rate = 0.5

[data]
inputs = [[0.05, 0.10]]
targets = [[0.01, 0.99]]
"""


def test_two_sigmoid_layers_of_two(tmp_path: Path, agree: Any) -> None:
    """The best-known worked example of backpropagation; its biases are not trained."""
    i1, i2, t1, t2, rate = 0.05, 0.10, 0.01, 0.99, 0.5
    w1, w2, w3, w4, w5, w6, w7, w8 = 0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55

    net_h1, net_h2 = w1 * i1 + w2 * i2 + 0.35, w3 * i1 + w4 * i2 + 0.35
    h1, h2 = sigmoid(net_h1), sigmoid(net_h2)
    net_o1, net_o2 = w5 * h1 + w6 * h2 + 0.60, w7 * h1 + w8 * h2 + 0.60
    o1, o2 = sigmoid(net_o1), sigmoid(net_o2)
    error = (t1 - o1) ** 2 / 2 + (t2 - o2) ** 2 / 2

    d_o1, d_o2 = o1 - t1, o2 - t2
    d_net_o1, d_net_o2 = d_o1 * o1 * (1 - o1), d_o2 * o2 * (1 - o2)
    d_h1, d_h2 = d_net_o1 * w5 + d_net_o2 * w7, d_net_o1 * w6 + d_net_o2 * w8
    d_net_h1, d_net_h2 = d_h1 * h1 * (1 - h1), d_h2 * h2 * (1 - h2)
    d_w1, d_w2, d_w3, d_w4 = d_net_h1 * i1, d_net_h1 * i2, d_net_h2 * i1, d_net_h2 * i2
    d_w5, d_w6, d_w7, d_w8 = d_net_o1 * h1, d_net_o1 * h2, d_net_o2 * h1, d_net_o2 * h2

    n1, n2, n3, n4 = w1 - rate * d_w1, w2 - rate * d_w2, w3 - rate * d_w3, w4 - rate * d_w4
    n5, n6, n7, n8 = w5 - rate * d_w5, w6 - rate * d_w6, w7 - rate * d_w7, w8 - rate * d_w8
    g1, g2 = sigmoid(n1 * i1 + n2 * i2 + 0.35), sigmoid(n3 * i1 + n4 * i2 + 0.35)
    p1, p2 = sigmoid(n5 * g1 + n6 * g2 + 0.60), sigmoid(n7 * g1 + n8 * g2 + 0.60)
    error_after = (t1 - p1) ** 2 / 2 + (t2 - p2) ** 2 / 2
    assert error == pytest.approx(0.298371109, abs=5e-10)
    assert error_after == pytest.approx(0.2910277737, abs=5e-11)

    (tmp_path / "net.toml").write_text(TWO_TWO_TWO)
    told = read(tmp_path / "net.toml")
    network, x, y = told.network, told.x, told.y
    agree(
        network.step(x, y),
        z1=[[net_h1, net_h2]],
        a1=[[h1, h2]],
        z2=[[net_o1, net_o2]],
        a2=[[o1, o2]],
        losses=[error],
        loss=error,
        da2=[[d_o1, d_o2]],
        dz2=[[d_net_o1, d_net_o2]],
        dW2=[[d_w5, d_w7], [d_w6, d_w8]],
        db2=[d_net_o1, d_net_o2],
        da1=[[d_h1, d_h2]],
        dz1=[[d_net_h1, d_net_h2]],
        dW1=[[d_w1, d_w3], [d_w2, d_w4]],
        db1=[d_net_h1, d_net_h2],
        new_W1=[[n1, n3], [n2, n4]],
        new_W2=[[n5, n7], [n6, n8]],
        loss_after=error_after,
    )


def test_two_sigmoid_layers_of_two_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.toml").write_text(TWO_TWO_TWO)
    step = explained([str(tmp_path / "net.toml")], capsys)
    assert step["loss_after"] == pytest.approx(0.2910277737, abs=5e-11)
    assert step["after"]["W2"][0][0] == pytest.approx(0.35891648, abs=5e-9)
    assert step["after"]["W1"][0][0] == pytest.approx(0.149780716, abs=5e-10)
    assert step["after"]["b1"] == [0.35, 0.35]


@pytest.mark.parametrize(
    ("start", "first", "after_300"), [((0.6, 0.9), 0.82, 0.09), ((2.0, 2.0), 0.98, 0.20)]
)
def test_one_neuron_learns_to_answer_0(
    start: tuple[float, float],
    first: float,
    after_300: float,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nielsen, Neural Networks and Deep Learning, chapter 3: badly wrong means slow to learn."""
    (tmp_path / "net.toml").write_text(
        f"""
        [network]
        inputs = 1
        loss = "half_squared_error"
        [[layers]]
        type = "dense"
        units = 1
        activation = "sigmoid"
        weights = [[{start[0]}]]
        bias = {start[1]}
        [training]
        learning_rate = 0.15
        [data]
        inputs = [[1.0]]
        targets = [[0.0]]
        """
    )
    w, b = start
    assert sigmoid(w + b) == pytest.approx(first, abs=0.005)
    for _ in range(300):
        a = sigmoid(w + b)
        slope = a * a * (1 - a)
        w, b = w - 0.15 * slope, b - 0.15 * slope
    step = explained([str(tmp_path / "net.toml"), "--epoch", "300"], capsys)
    assert step["arrays"]["a1"][0][0] == pytest.approx(sigmoid(w + b), rel=1e-12)
    assert step["arrays"]["a1"][0][0] == pytest.approx(after_300, abs=0.005)
    assert step["arrays"]["W1"] == [[pytest.approx(w, rel=1e-12)]]


def test_the_sigmoid_neuron_of_cs231n(agree: Any) -> None:
    """w = (2, −3), bias −3, x = (−1, −2): output 0.73, slopes −0.20, −0.39 and 0.20."""
    a = sigmoid(2 * -1 + -3 * -2 - 3)
    slope = a * (1 - a)
    assert (round(a, 2), round(-slope, 2), round(-2 * slope, 2)) == (0.73, -0.2, -0.39)
    # The course takes the slopes of the output itself: those of ½(a − y)² where a − y = 1.
    network = cs.Network(
        [cs.Dense(1), cs.Sigmoid()],
        2,
        HalfSquaredError(),
        cs.SGD(1.0),
        {"W1": [[2.0], [-3.0]], "b1": [-3.0]},
    )
    w1, w2, b = 2 + slope, -3 + 2 * slope, -3 - slope
    after = (sigmoid(-w1 - 2 * w2 + b) - (a - 1)) ** 2 / 2
    agree(
        network.step([-1, -2], [a - 1]),
        z1=[[1.0]],
        a1=[[a]],
        losses=[0.5],
        loss=0.5,
        da1=[[1.0]],
        dz1=[[slope]],
        dW1=[[-slope], [-2 * slope]],
        db1=[slope],
        new_W1=[[w1], [w2]],
        new_b1=[b],
        loss_after=after,
    )


def test_the_softmax_classifier_of_cs231n(agree: Any) -> None:
    """Scores −2.85, 0.86, 0.28, the third class right: the loss is 1.04."""
    x = [-15, 22, -44, 56]
    rows = [[0.01, -0.05, 0.1, 0.05], [0.7, 0.2, 0.05, 0.16], [0.0, -0.45, -0.2, 0.03]]
    b = [0.0, 0.2, -0.3]

    def scores(rows: list[list[float]], b: list[float]) -> list[float]:
        return [
            sum(w * v for w, v in zip(row, x, strict=True)) + c
            for row, c in zip(rows, b, strict=True)
        ]

    z = scores(rows, b)
    assert [round(score, 2) for score in z] == [-2.85, 0.86, 0.28]
    m = max(z)
    s = sum(math.exp(score - m) for score in z)
    a = [math.exp(score - m) / s for score in z]
    loss = -math.log(a[2])
    assert round(loss, 2) == 1.04
    dz = [a[0], a[1], a[2] - 1]
    new_rows = [
        [w - 0.001 * d * v for w, v in zip(row, x, strict=True)]
        for row, d in zip(rows, dz, strict=True)
    ]
    new_b = [c - 0.001 * d for c, d in zip(b, dz, strict=True)]
    after = scores(new_rows, new_b)
    network = cs.Network(
        [cs.Dense(3), cs.Softmax()],
        4,
        cs.CrossEntropy(),
        cs.SGD(0.001),
        {"W1": [list(column) for column in zip(*rows, strict=True)], "b1": b},
    )
    agree(
        network.step(x, [2]),
        z1=[z],
        m1=[m],
        s1=[s],
        a1=[a],
        losses=[loss],
        loss=loss,
        dz1=[dz],
        dW1=[[d * v for d in dz] for v in x],
        db1=dz,
        new_W1=[list(column) for column in zip(*new_rows, strict=True)],
        new_b1=new_b,
        loss_after=math.log(sum(math.exp(score) for score in after)) - after[2],
    )


def test_xor_solved_with_relu(agree: Any) -> None:
    """Goodfellow, Bengio, Courville, Deep Learning, section 6.1: exact, nothing left to learn."""
    network = cs.Network(
        [cs.Dense(2), cs.ReLU(), cs.Dense(1)],
        2,
        cs.MeanSquaredError(),
        parameters={"W1": 1, "b1": [0, -1], "W2": [[1], [-2]], "b2": [0]},
    )
    agree(
        network.step([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]),
        z1=[[0, -1], [1, 0], [1, 0], [2, 1]],
        a1=[[0, 0], [1, 0], [1, 0], [2, 1]],
        z2=[[0], [1], [1], [0]],
        losses=[0, 0, 0, 0],
        loss=0,
        dz2=[[0]] * 4,
        dW2=[[0], [0]],
        db2=[0],
        da1=[[0, 0]] * 4,
        dz1=[[0, 0]] * 4,
        dW1=[[0, 0], [0, 0]],
        db1=[0, 0],
        new_W1=[[1, 1], [1, 1]],
        new_b1=[0, -1],
        new_W2=[[1], [-2]],
        new_b2=[0],
        loss_after=0,
    )


def test_xor_with_relu_pulled_the_other_way(agree: Any) -> None:
    """The same network told the opposite: at z = 0 relu has slope 0, at z = −1 it is shut."""
    network = cs.Network(
        [cs.Dense(2), cs.ReLU(), cs.Dense(1)],
        2,
        cs.SquaredError(reduction="sum"),
        cs.SGD(0.25),
        {"W1": 1, "b1": [0, -1], "W2": [[1], [-2]], "b2": [0]},
    )
    # Outputs 0 1 1 0, targets 1 0 0 1: dz2 = 2 (z2 − y) = −2 2 2 −2, and da1 = dz2 times (1, −2).
    # Open are unit 1 for samples 2, 3, 4 and unit 2 for sample 4 alone.
    w1, w2, b1, b2 = Fraction(1), Fraction(-2), Fraction(0), Fraction(0)
    quarter = Fraction(1, 4)
    # dW2: unit 1 0·−2 + 1·2 + 1·2 + 2·−2, unit 2 1·−2. dW1[1]: samples 3 and 4, dW1[2]: 2 and 4.
    v1, v2, c = w1 - quarter * 0, w2 - quarter * -2, b2 - quarter * 0
    u11, u21 = 1 - quarter * (2 - 2), 1 - quarter * (2 - 2)
    u12, u22 = 1 - quarter * 4, 1 - quarter * 4
    e1, e2 = b1 - quarter * (2 + 2 - 2), -1 - quarter * 4

    def answer(x1: int, x2: int) -> Fraction:
        h1 = max(u11 * x1 + u21 * x2 + e1, Fraction(0))
        h2 = max(u12 * x1 + u22 * x2 + e2, Fraction(0))
        return v1 * h1 + v2 * h2 + c

    after = sum(
        (answer(*x) - y) ** 2 for x, y in [((0, 0), 1), ((0, 1), 0), ((1, 0), 0), ((1, 1), 1)]
    )
    agree(
        network.step([[0, 0], [0, 1], [1, 0], [1, 1]], [[1], [0], [0], [1]]),
        z1=[[0, -1], [1, 0], [1, 0], [2, 1]],
        a1=[[0, 0], [1, 0], [1, 0], [2, 1]],
        z2=[[0], [1], [1], [0]],
        losses=[1, 1, 1, 1],
        loss=4,
        dz2=[[-2], [2], [2], [-2]],
        dW2=[[0], [-2]],
        db2=[0],
        da1=[[-2, 4], [2, -4], [2, -4], [-2, 4]],
        dz1=[[0, 0], [2, 0], [2, 0], [-2, 4]],
        dW1=[[0, 4], [0, 4]],
        db1=[2, 4],
        new_W1=[[float(u11), float(u12)], [float(u21), float(u22)]],
        new_b1=[float(e1), float(e2)],
        new_W2=[[float(v1)], [float(v2)]],
        new_b2=[float(c)],
        loss_after=float(after),
    )
