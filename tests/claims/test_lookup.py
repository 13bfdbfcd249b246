"""Claims, and the mistakes behind them, against a training written out by hand."""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import conspect as cs
from conspect.claims.claim import read_claim
from conspect.claims.lookup import answer, known_mistakes
from conspect.claims.version import Version
from conspect.cli.explain import command
from conspect.errors import InputError
from conspect.files import Description, read
from conspect.language import speaking
from conspect.training.settings import Settings

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "two_sigmoid_layers.toml"


def _asked(*arguments: str) -> str:
    result = CliRunner().invoke(command, [str(EXAMPLE), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_standard_example_is_found_out() -> None:
    told = _asked("--claim", "loss_after=0.291027924")
    assert "loss_after ≈ 0.2910277737   (the true number)" in told
    assert "The claim is wrong. One known mistake yields just that number:" in told
    assert "updated_weights_used: the gradient was passed back through weights" in told


def test_its_true_figures_are_right() -> None:
    told = _asked("--claim", "loss_after=0.2910277737", "--claim", "loss=0.298371109")
    assert told.count("The claim is right, at the digits that it has.") == 2


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


class ByHand:
    """The standard example in plain floats, with one of the mistakes if that is wanted."""

    def __init__(self, mistake: str = "") -> None:
        self.mistake = mistake
        self.w = [[0.15, 0.25], [0.20, 0.30]]
        self.v = [[0.40, 0.50], [0.45, 0.55]]
        self.x, self.y, self.b, self.c, self.rate = (0.05, 0.10), (0.01, 0.99), 0.35, 0.60, 0.5

    def forward(self) -> tuple[list[float], list[float]]:
        h = [_sigmoid(self.b + sum(self.x[i] * self.w[i][j] for i in (0, 1))) for j in (0, 1)]
        o = [_sigmoid(self.c + sum(h[j] * self.v[j][k] for j in (0, 1))) for k in (0, 1)]
        return h, o

    def loss(self) -> float:
        return sum((y - o) ** 2 for y, o in zip(self.y, self.forward()[1], strict=True)) / 2

    def step(self) -> None:
        h, o = self.forward()
        da = [o[k] - self.y[k] for k in (0, 1)]
        slope = [o[k] * (1 - o[k]) for k in (0, 1)]
        if self.mistake == "output slope missing":
            slope = [1, 1]
        dz = [da[k] * slope[k] for k in (0, 1)]
        dv = [[h[j] * dz[k] for k in (0, 1)] for j in (0, 1)]
        passed = da if self.mistake == "error passed on" else dz
        v = [[self.v[j][k] - self.rate * dv[j][k] for k in (0, 1)] for j in (0, 1)]
        through = v if self.mistake == "updated weights" else self.v
        if self.mistake == "no weights":
            through = [[1, 1], [1, 1]]
        if self.mistake == "unturned weights":
            through = [[self.v[k][j] for k in (0, 1)] for j in (0, 1)]
        dh = [sum(through[j][k] * passed[k] for k in (0, 1)) for j in (0, 1)]
        inner = [h[j] * (1 - h[j]) for j in (0, 1)]
        if self.mistake == "hidden slope at its result":
            inner = [_sigmoid(h[j]) * (1 - _sigmoid(h[j])) for j in (0, 1)]
        if self.mistake == "activation for its slope":
            inner = h
        if self.mistake == "upstream dropped":
            dh = [1, 1]
        dw = [[self.x[i] * dh[j] * inner[j] for j in (0, 1)] for i in (0, 1)]
        if self.mistake == "gradient transposed":
            dw = [[dw[j][i] for j in (0, 1)] for i in (0, 1)]
        sign = -1 if self.mistake == "uphill" else 1
        factor = {"no half": 2.0}.get(self.mistake, 1.0) * sign * self.rate
        if self.mistake != "hidden layer left alone":
            for i in (0, 1):
                for j in (0, 1):
                    self.w[i][j] -= factor * dw[i][j]
        for j in (0, 1):
            for k in (0, 1):
                self.v[j][k] -= factor * dv[j][k]


BY_HAND = {
    "updated weights": "updated_weights_used",
    "output slope missing": "missing_activation_derivative",
    "error passed on": "error_instead_of_delta",
    "no weights": "delta_skips_weights",
    "unturned weights": "transposed",
    "hidden slope at its result": "activation_derivative_at_wrong_point",
    "activation for its slope": "activation_instead_of_derivative",
    "upstream dropped": "upstream_dropped",
    "gradient transposed": "transposed",
    "uphill": "wrong_sign",
    "no half": "constant_factor",
    "hidden layer left alone": "parameter_never_updated",
}


@pytest.mark.parametrize("epochs", [0, 3])
@pytest.mark.parametrize("mistake", BY_HAND)
def test_mistakes_made_by_hand_are_named(mistake: str, epochs: int) -> None:
    by_hand = ByHand(mistake)
    for _step in range(epochs + 1):
        by_hand.step()
    claim = f"loss_after={by_hand.loss():.13g}"
    told = json.loads(_asked("--claim", claim, "--epoch", str(epochs), "--json"))["claims"]
    assert BY_HAND[mistake] in [found["cause"] for found in told[0]["mistakes"]], told


def test_the_training_by_hand_is_right_without_a_mistake() -> None:
    by_hand = ByHand()
    by_hand.step()
    assert json.loads(_asked("--json"))["loss_after"] == pytest.approx(by_hand.loss(), rel=1e-13)


def _described() -> Description:
    """Two square hidden layers, three samples: every mistake shows."""
    generator = np.random.default_rng(0)
    net = cs.Network(
        [cs.Dense(3), cs.Sigmoid(), cs.Dense(3), cs.ReLU(), cs.Dense(2), cs.Tanh()],
        inputs=3,
        loss=cs.HalfSquaredError(),
        optimizer=cs.SGD(0.3),
        parameters={"b1": 0.1, "b2": 0.2, "b3": -0.1},
        fixed=("b1",),
        seed=3,
    )
    x, y = generator.normal(size=(3, 3)), generator.normal(size=(3, 2))
    return Description(net, Settings(), x, y)


def _versions() -> Iterator[tuple[str, Version]]:
    """All but those that change nothing: the slope of relu is the same at its result."""
    for mistake in known_mistakes():
        for version in mistake.versions(_described().network):
            if not version.words.endswith("at its result: relu a2"):
                yield mistake.cause, version


def test_there_are_as_many_mistakes_as_files() -> None:
    files = Path(str(known_mistakes.__code__.co_filename)).parent / "mistakes"
    causes = [mistake.cause for mistake in known_mistakes()]
    assert sorted(causes) == sorted(file.stem for file in files.glob("[!_]*.py"))


@pytest.mark.parametrize(("cause", "version"), _versions())
def test_every_known_mistake_is_recognised_by_its_number(cause: str, version: Version) -> None:
    description = _described()
    assert description.x is not None
    assert description.y is not None
    trace = description.network.step(description.x, description.y)
    value = float(version.values(description.x, description.y)["loss_after"])
    assert value != trace.loss_after, f"{version.words} changes nothing"
    found = answer(read_claim(f"loss_after={value!r}"), trace, description)
    assert cause in [explanation.cause for explanation in found.explanations]
    assert version.words in [explanation.words for explanation in found.explanations]


def _classifier(activation: cs.Layer, loss: cs.Loss) -> Description:
    """One layer, three samples of two classes."""
    net = cs.Network([cs.Dense(2), activation], inputs=2, loss=loss, optimizer=cs.SGD(0.3), seed=1)
    x = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0]])
    return Description(net, Settings(), x, np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))


def _causes(description: Description, name: str, value: float) -> list[str]:
    assert description.x is not None
    trace = description.network.step(description.x, description.y)
    found = answer(read_claim(f"{name}={value:.12g}"), trace, description)
    return [explanation.cause for explanation in found.explanations]


@pytest.mark.parametrize(
    ("activation", "loss", "cause"),
    [
        (cs.Sigmoid(), cs.BinaryCrossEntropy(), "loss_derivative"),
        (cs.Softmax(), cs.CrossEntropy(), "softmax_derivative"),
    ],
)
def test_a_slope_too_many_at_the_output(activation: cs.Layer, loss: cs.Loss, cause: str) -> None:
    description = _classifier(activation, loss)
    trace = description.network.step(description.x, description.y)
    a, x, y = trace["a1"], trace["x"], trace["y"]
    gradient = x.T @ ((a - y) * a * (1 - a)) / 3
    assert _causes(description, "dW1[2,1]", float(gradient[1, 0])) == [cause]


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_sum_for_a_mean_of_the_loss(reduction: str) -> None:
    description = _classifier(cs.Sigmoid(), cs.HalfSquaredError(reduction=reduction))
    trace = description.network.step(description.x, description.y)
    times = 3.0 if reduction == "mean" else 1 / 3
    assert _causes(description, "loss", trace.loss * times) == ["batch_scale"]
    assert _causes(description, "loss_after", trace.loss_after * times) == ["batch_scale"]


def test_a_number_that_no_mistake_yields() -> None:
    told = _asked("--claim", "new_W1[1,1]=0.1234567")
    assert "No mistake that is known here yields that number." in told


def test_few_digits_leave_several_mistakes() -> None:
    assert "known mistakes yield just that number" in _asked("--claim", "loss_after=0.28")


def test_what_is_shown_besides() -> None:
    told = _asked("--claim", "dW1[1,1]=0.1", "--show", "dW1[1,1]")
    assert told.index("THE CLAIM") < told.index("dW1[1,1] = x[1,1] · dz1[1,1]")


@pytest.mark.parametrize("form", ["html", "latex", "markdown"])
def test_other_formats_tell_it_too(form: str) -> None:
    told = _asked("--claim", "loss_after=0.291027924", "--to", form)
    assert "updated" in told
    assert "0.2910279239" in told


def test_russian() -> None:
    with speaking("ru"):
        assert "Утверждение неверно" in _asked("--claim", "loss_after=0.291027924")


@pytest.mark.parametrize(
    ("text", "value", "agrees"),
    [
        ("a=0.29", 0.2949, True),
        ("a=0.29", 0.2951, True),  # cut off
        ("a=0.30", 0.2951, True),  # rounded
        ("a=0.30", 0.2949, False),
        ("a=-0.5", -0.54, True),
        ("a=−0.5", -0.54, True),
        ("a=1.415e-5", 1.41514021e-05, True),
        ("a=1.416e-5", 1.41514021e-05, False),
        ("a=0", 0.0, True),
        ("a=2", 2.0, True),
        ("a=2", math.nan, False),
        ("a=2", math.inf, False),
    ],
)
def test_claims_hold_at_their_digits(text: str, value: float, agrees: bool) -> None:
    assert read_claim(text).agrees(value) is agrees


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("loss_after", "'loss_after' claims nothing; write NAME=VALUE"),
        ("loss=low", "'low' is not a number; write NAME=VALUE"),
        ("loss=nan", "'nan' is not a number"),
        ("los=1", "there is no 'los' in this step; did you mean 'loss'?"),
        ("W1=1", "W1 is a whole array; name one of its elements, up to W1[2,2]"),
        ("W1[3,1]=1", "there is no element 'W1[3,1]'; the last one is W1[2,2]"),
    ],
)
def test_what_is_wrong_with_a_claim_is_one_line(text: str, line: str) -> None:
    description = read(EXAMPLE)
    trace = description.network.step([0.05, 0.1], [0.01, 0.99])
    with pytest.raises(InputError) as raised:
        answer(read_claim(text), trace, description)
    assert str(raised.value).startswith(line)


def test_schedules_count_on_the_way(tmp_path: Path) -> None:
    text = EXAMPLE.read_text() + ""
    scheduled = text.replace("learning_rate = 0.5", 'learning_rate = 0.5\nschedule = "exponential"')
    (tmp_path / "net.toml").write_text(scheduled)
    outcome: Callable[..., Any] = CliRunner().invoke
    result = outcome(command, [str(tmp_path / "net.toml"), "--epoch", "2", "--json"])
    assert result.exit_code == 0, result.output
    loss = json.loads(result.output)["loss_after"]
    claim = ["--claim", f"loss_after={loss!r}", "--epoch", "2"]
    assert "The claim is right" in outcome(command, [str(tmp_path / "net.toml"), *claim]).output
