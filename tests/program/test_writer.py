"""The program that is written does what the network does, and needs only NumPy."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.random_networks import random_network

import conspect as cs
from conspect.engines import reference
from conspect.errors import InputError
from conspect.explain.printout import printout
from conspect.files import EXAMPLE, Description, read
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.program.writer import write_program
from conspect.registry import find
from conspect.training.batches import epochs
from conspect.training.settings import Settings


def _run(program: str, capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    """The program's network after its training, and what it printed."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with np.errstate(all="ignore"):
        exec(compile(program, "program", "exec"), namespace)
    return namespace["nn"], capsys.readouterr().out


def _trained(described: Description) -> cs.Network:
    assert described.x is not None
    assert described.y is not None
    network = described.network
    order = epochs(len(described.x), described.settings)
    for _ in range(described.settings.epochs):
        for rows in next(order):
            network, _loss = reference.advance(network, described.x[rows], described.y[rows])
    return network


def _attribute(name: str) -> str:
    return re.sub(r"^W(?=\d+$)", "weights", name)


def _agrees(described: Description, capsys: pytest.CaptureFixture[str]) -> None:
    nn, _printed = _run(write_program(described), capsys)
    for name, value in _trained(described).parameters.items():
        assert getattr(nn, _attribute(name)) == pytest.approx(value, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("seed", range(40))
def test_any_network_is_trained_alike(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    network, x, y = random_network(seed)
    settings = Settings(epochs=3, batch_size=[None, 1, 2][seed % 3], shuffle=seed % 2 == 0, seed=5)
    _agrees(Description(network, settings, x, y), capsys)


OPTIMIZERS = find("conspect.optimizers", Optimizer)


def test_a_search_cannot_stand_in_a_program() -> None:
    network = cs.Network([cs.Dense(1)], 1, cs.HalfSquaredError(), OPTIMIZERS["lbfgs"]())
    with pytest.raises(InputError, match="choose another optimizer"):
        write_program(Description(network, Settings(), None, None))


@pytest.mark.parametrize("kind", [kind for kind, o in OPTIMIZERS.items() if not o.full_batch])
def test_every_optimizer(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    optimizer = OPTIMIZERS[kind]()
    layers = [cs.Dense(3), cs.Tanh(), cs.Dense(2)]
    network = cs.Network(layers, 2, cs.HalfSquaredError(), optimizer, fixed=["b1"])
    x = np.random.default_rng(0).normal(size=(5, 2))
    _agrees(Description(network, Settings(epochs=4, batch_size=2), x, x + 1), capsys)


def test_the_notebook_prints_its_own_printout(capsys: pytest.CaptureFixture[str]) -> None:
    described = read(EXAMPLE)
    traces, network = [], described.network
    for epoch in range(2):
        assert described.x is not None
        assert described.y is not None
        traces.append(reference.trace(network, described.x, described.y, epoch=epoch))
        network = traces[-1].next
    _nn, printed = _run(write_program(described), capsys)
    assert printed == printout(traces)


def test_the_notebooks_names_are_all_there(capsys: pytest.CaptureFixture[str]) -> None:
    nn, _ = _run(write_program(read(EXAMPLE)), capsys)
    for name in ("input", "y", "weights1", "weights2", "layer1", "output", "error"):
        assert isinstance(getattr(nn, name), np.ndarray)
    for name in ("feedforward", "backpropagation", "loss", "loss_derivative"):
        assert callable(getattr(nn, name))
    assert nn.sigmoid_derivative(np.array(0.5)) == 0.25
    assert nn.relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist() == [0, 0, 1]
    other = type(nn)(x=np.array([2, 3]), y=np.array([2]), learning_rate=0.1)
    other.feedforward()
    assert other.error == pytest.approx([1.41514021e-05], rel=1e-8)


def test_it_runs_where_there_is_nothing_but_numpy(tmp_path: Path) -> None:
    network = cs.Network([cs.Dense(2), cs.GELU(), cs.Dense(1), cs.SiLU()], 2, cs.Huber())
    described = Description(network, Settings(), np.ones((1, 2)), np.ones((1, 1)))
    (tmp_path / "program.py").write_text(write_program(described), encoding="utf-8")
    alone = "import sys; sys.modules['conspect'] = None\n"
    run_it = "import runpy; runpy.run_path('program.py', run_name='__main__')"
    run = subprocess.run([sys.executable, "-c", alone + run_it], cwd=tmp_path, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    assert b"EPOCH: 0" in run.stdout


def test_without_data_there_is_the_class_alone() -> None:
    program = write_program(Description(read(EXAMPLE).network, Settings(), None, None))
    assert "class NeuralNetwork" in program
    assert "__main__" not in program


def test_what_cannot_be_copied_is_an_error_in_one_line() -> None:
    class Strange(Layer):
        symbols = cs.Tanh.symbols
        equations = cs.Tanh.equations
        gradients = cs.Tanh.gradients

        @staticmethod
        def forward(z: Any) -> Any:
            return read(z)

        backward = cs.Tanh.backward

    network = cs.Network([cs.Dense(1), Strange()], 1, cs.SquaredError())
    with pytest.raises(InputError, match=r"layer 1 .* it uses read; only NumPy"):
        write_program(Description(network, Settings(), None, None))


@pytest.mark.parametrize("loss", find("conspect.losses", Loss).values())
def test_the_reasons_stand_beside_the_code(loss: type[Loss]) -> None:
    contained = {"sigmoid": cs.Sigmoid(), "softmax": cs.Softmax(), "exp": cs.Exp()}
    last = contained.get(loss.absorbs or "", cs.Tanh())
    network = cs.Network([cs.Dense(2), last], 2, loss())
    program = write_program(Description(network, Settings(), None, None))
    said = re.sub(r"\n\s*# ", " ", program)
    assert "Layer 1: the weight's share: its input times its unit's gradient" in said
    assert "every unit it feeds" not in said
