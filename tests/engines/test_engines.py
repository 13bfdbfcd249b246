"""Every engine against the reference: the same losses and parameters, batch after batch.

The compiled engine's source runs here as plain Python where a case is about what it says; two cases
run its machine code.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.engines.buffered.engine import Buffered
from conspect.engines.compiled.engine import Compiled, source_for
from conspect.engines.compiled.prelude import prelude
from conspect.engines.compiled.program import NotCompilableError, by_number
from conspect.engines.engine import Engine, choose, start
from conspect.equations.functions import FUNCTIONS
from conspect.errors import InputError, MissingExtraError
from conspect.layers import Layer
from conspect.training import Settings, fit
from tests.engines.cases import NETWORKS, check_same, in_single_precision, job, small


@pytest.mark.parametrize("name", NETWORKS)
def test_buffered_is_the_reference(name: str) -> None:
    check_same(NETWORKS[name], Buffered)


@pytest.mark.usefixtures("interpreted")
@pytest.mark.parametrize("name", NETWORKS)
def test_compiled_says_what_the_reference_says(name: str) -> None:
    check_same(NETWORKS[name], Compiled)


@pytest.mark.usefixtures("interpreted")
@pytest.mark.parametrize("name", [name for name, task in NETWORKS.items() if task.weights is None])
def test_number_by_number_is_the_reference(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_number, "_MOST_PARAMETERS", 2000)
    # Small inputs: with a step a row, some of these networks would leave all bounds.
    task = replace(NETWORKS[name], batch_size=1, x=NETWORKS[name].x / 100)
    assert by_number.fits(task)
    check_same(task, Compiled)


def test_every_function_of_equations_can_be_written_number_by_number() -> None:
    kernels = prelude("float64", 64)
    assert all(f"def {function}(value)" in kernels for function in FUNCTIONS - {"abs"})


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("CONSPECT_CACHE", str(folder))
        yield folder


@pytest.mark.usefixtures("cache")
def test_machine_code_is_the_reference() -> None:
    net = cs.Network(
        [cs.Dense(40), cs.GELU(), cs.Dense(3), cs.Softmax()],
        inputs=30,
        loss=cs.CrossEntropy(),
        optimizer=cs.AdamW(),
        penalty=cs.L2(0.1),
        clipping=cs.Clipping(0.1),
    )
    check_same(job(net, weights=np.linspace(0.5, 2, 11)), Compiled)


@pytest.mark.usefixtures("cache")
def test_machine_code_number_by_number_is_the_reference() -> None:
    net = cs.Network([cs.Dense(2), cs.Sigmoid(), cs.Dense(1), cs.ReLU()], 2, cs.SquaredError())
    task = job(net, batch_size=1)
    assert by_number.fits(task)
    check_same(task, Compiled)


def test_machine_code_keeps_single_precision_and_is_found_again(cache: Path) -> None:
    task = in_single_precision(job(small(optimizer=cs.Adam())))
    check_same(task, Compiled, tolerance=2e-6)
    assert "float32" in source_for(task)
    files = {path: path.stat().st_mtime_ns for path in cache.glob("*.py")}
    assert Compiled(task).network().parameters["W1"].dtype == np.float32
    assert files == {path: path.stat().st_mtime_ns for path in cache.glob("*.py")}


def test_buffered_keeps_single_precision() -> None:
    check_same(in_single_precision(job(small(optimizer=cs.Adam()))), Buffered, tolerance=2e-6)


@pytest.mark.parametrize("engine", ["buffered", "reference"])
def test_the_same_engine_gives_the_same_bits(engine: str) -> None:
    task = job(small(optimizer=cs.Adam()))
    settings = Settings(epochs=6, batch_size=4, shuffle=True)
    runs = [fit(task.network, task.x, task.y, settings, engine=engine) for _ in range(2)]
    part = fit(task.network, task.x, task.y, replace(settings, epochs=2), engine=engine)
    part = type(part).unpack(task.network, *part.pack())
    runs.append(fit(task.network, task.x, task.y, settings, resume=part))
    for run in runs[1:]:
        assert run.history == runs[0].history
        for name, values in runs[0].network.parameters.items():
            assert np.array_equal(run.network.parameters[name], values)


@pytest.mark.usefixtures("interpreted")
@pytest.mark.parametrize("engine", [Buffered, Compiled])
def test_moments_that_fade_become_zero(engine: type[Engine]) -> None:
    net = small(optimizer=cs.Momentum(momentum=0.5))
    state = {name: np.full_like(value, 1e-307) for name, value in net.state.items()}
    still = net.replaced({n: np.zeros_like(v) for n, v in net.parameters.items()}, state)
    task = job(still, rows=40, batch_size=1)
    task = replace(task, x=np.zeros_like(task.x), y=np.full_like(task.y, 1 / 3))
    made = engine(task)  # type: ignore[call-arg]
    made.train(np.arange(40), 0, 40)
    assert not made.network().state["m_W1"].any()


def test_auto_leaves_the_compiler_alone_for_short_runs() -> None:
    assert choose(job(small())) == "buffered"


def test_auto_compiles_for_long_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(replace(job(small()), epochs=10**7)) == "compiled"


class Odd(Layer):
    """A layer that is neither element by element nor has a kernel."""

    symbols = {"z": cs.ReLU.symbols["z"], "a": cs.ReLU.symbols["a"]}
    equations = "a[...] = z[...]"
    gradients = "dz[...] = da[...]"

    @staticmethod
    def forward(z: Any) -> Any:
        for _ in range(2):
            z = z + 0
        return z

    @staticmethod
    def backward(da: Any) -> Any:
        return da


def test_a_layer_of_ones_own_trains_with_every_engine_but_the_compiled_one() -> None:
    task = job(cs.Network([cs.Dense(2), Odd(), cs.Dense(2)], 3, cs.SquaredError()))
    check_same(task, Buffered)
    with pytest.raises(NotCompilableError, match="choose the engine buffered"):
        source_for(task)
    assert choose(replace(task, epochs=10**7)) == "buffered"


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'compiled'"):
        start("compield", job(small()))


@pytest.mark.parametrize(("engine", "extra"), [("compiled", "fast"), ("jax", "jax")])
def test_what_an_engine_lacks_is_named(
    engine: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conspect.engines.engine.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=rf"conspect\[{extra}\]"):
        start(engine, job(small()))
    assert choose(replace(job(small()), epochs=10**7)) == "buffered"


def test_where_numpys_blas_cannot_be_called_scipys_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("conspect.engines.blas.find", lambda: None)
    monkeypatch.setattr(
        "conspect.engines.engine.find_spec", lambda name: None if name == "scipy" else name
    )
    with pytest.raises(MissingExtraError, match="scipy"):
        start("compiled", job(small()))
