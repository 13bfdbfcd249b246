"""The loop: it trains as the plain steps do, stops when it should, and resumes bit-identically."""

import json
from itertools import count
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.engines import reference
from conspect.errors import DataError, InputError
from conspect.training import Progress, Settings, TrainingState, fit, loop
from conspect.training.batches import epochs


def digits(rows: int = 60, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(rows, 5))
    return x, (x @ generator.normal(size=(5, 3))).argmax(axis=1)


def classifier(optimizer: cs.Optimizer | None = None) -> cs.Network:
    layers = [cs.Dense(7), cs.Tanh(), cs.Dense(3), cs.Softmax()]
    return cs.Network(layers, inputs=5, loss=cs.CrossEntropy(), optimizer=optimizer, seed=1)


def test_an_epoch_is_its_batches_one_after_the_other() -> None:
    x, classes = digits()
    y = np.eye(3)[classes]
    settings = Settings(epochs=3, batch_size=7, shuffle=True, seed=4)
    network = classifier()
    order = epochs(len(x), settings)
    for _ in range(3):
        for rows in next(order):
            network, _loss = reference.advance(network, x[rows], y[rows])
    trained = fit(classifier(), x, classes, settings, engine="reference").result()
    for name, values in network.parameters.items():
        assert np.array_equal(trained.parameters[name], values)


def test_the_record_of_an_epoch_is_the_mean_over_its_rows() -> None:
    x, y = digits(10)
    state = fit(classifier(cs.SGD(0.0)), x, y, Settings(epochs=1, batch_size=4))
    assert state.history[0]["loss"] == pytest.approx(classifier().step(x, y).loss, rel=1e-12)


@pytest.mark.parametrize("engine", ["reference", "buffered"])
@pytest.mark.parametrize("stop_after", [0, 1, 5, 13, 22])
def test_a_resumed_training_ends_bit_identical(
    stop_after: int, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_BREATH", 0.0)  # a look after every batch
    x, y = digits()
    settings = Settings(epochs=4, batch_size=8, shuffle=True, validation=0.2, restore_best=True)
    whole = fit(classifier(), x, y, settings, engine=engine)

    looks = count()
    stopped = fit(
        classifier(),
        x,
        y,
        settings,
        engine=engine,
        should_stop=lambda: next(looks) >= stop_after,
    )
    header, arrays = stopped.pack()
    header = json.loads(json.dumps(header))
    again = TrainingState.unpack(classifier(), header, arrays)
    assert not again.finished
    resumed = fit(classifier(), x, y, resume=again)

    assert resumed.history == whole.history
    assert resumed.pack()[0] == whole.pack()[0]
    for name, values in whole.pack()[1].items():
        assert np.array_equal(resumed.pack()[1][name], values)


def test_a_state_of_another_network_is_refused() -> None:
    header, arrays = fit(classifier(), *digits()).pack()
    other = cs.Network([cs.Dense(3), cs.Softmax()], inputs=5, loss=cs.CrossEntropy())
    with pytest.raises(DataError, match="resume with the network"):
        TrainingState.unpack(other, header, arrays)


def test_training_stops_when_nothing_improves() -> None:
    x, y = digits()
    state = fit(classifier(cs.SGD(0.0)), x, y, Settings(epochs=50, patience=3))
    assert state.epoch == 4
    assert state.ended == "No improvement for 3 epochs."


def test_the_best_epoch_is_restored() -> None:
    x, y = digits()
    settings = Settings(epochs=30, batch_size=2, validation=0.3, restore_best=True)
    seen: list[dict[str, np.ndarray]] = []
    state = fit(
        classifier(cs.SGD(2.0)),
        x,
        y,
        settings,
        on_epoch=lambda progress: seen.append(dict(progress.state().network.parameters)),
    )
    losses = [record["validation_loss"] for record in state.history]
    best = int(np.argmin(losses))
    assert best < len(losses) - 1, "the case should not end at its best"
    assert np.array_equal(state.result().parameters["W1"], seen[best]["W1"])


def test_diverging_ends_in_words() -> None:
    net = cs.Network([cs.Dense(1)], inputs=1, loss=cs.SquaredError(), optimizer=cs.SGD(1e200))
    state = fit(net, [[1.0], [2.0]], [1.0, 2.0], Settings(epochs=10))
    assert "diverged in epoch" in state.ended
    assert state.finished


def test_dead_units_and_underflow_are_said_in_words() -> None:
    net = cs.Network(
        [cs.Dense(2), cs.ReLU(), cs.Dense(1)],
        inputs=1,
        loss=cs.SquaredError(),
        optimizer=cs.SGD(1e-30),
        parameters={"W1": [[1.0, 1.0]], "b1": [0.0, -100.0], "W2": [[1.0], [1.0]], "b2": [1.0]},
    )
    said: list[str] = []

    def listen(progress: Progress) -> None:
        said.extend(progress.remarks)

    fit(net, [[1.0], [2.0]], [5.0, 2.0], Settings(epochs=1), on_epoch=listen)
    assert any(text.startswith("Unit 2 of a1 is dead") for text in said)
    assert any("W1, W2, b2 underflow" in text for text in said)


def test_a_schedule_that_ended_at_0_underflows_nothing() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.SquaredError(), schedule=cs.Cosine(period=2))
    said: list[str] = []

    def listen(progress: Progress) -> None:
        said.extend(progress.remarks)

    state = fit(net, [[1.0], [2.0]], [5.0, 2.0], Settings(epochs=3), on_epoch=listen)
    assert state.history[-1]["rate"] == 0
    assert said == []


def test_weights_count_samples() -> None:
    x, y = digits(12)
    twice = np.concatenate([np.arange(12), np.arange(4)])
    weights = np.where(np.arange(12) < 4, 2.0, 1.0)
    settings = Settings(epochs=3)
    repeated = fit(classifier(), x[twice], y[twice], settings).result()
    weighted = fit(classifier(), x, y, settings, weights=weights).result()
    for name, values in repeated.parameters.items():
        assert np.allclose(weighted.parameters[name], values, rtol=1e-12, atol=1e-14)


def test_training_in_single_precision_stays_in_single_precision() -> None:
    x, y = digits()
    state = fit(classifier(), x, y, Settings(epochs=2, dtype="float32", batch_size=7))
    assert {values.dtype for values in state.network.parameters.values()} == {np.dtype("float32")}
    assert {values.dtype for values in state.result().parameters.values()} == {np.dtype("float64")}


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ({"validation": 1.5}, "write a share below 1"),
        ({"patience": 0}, "write a whole number from 1 on"),
        ({"monitor": "los"}, "did you mean 'loss'"),
        ({"dtype": "float16"}, "did you mean 'float"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], mend: str) -> None:
    with pytest.raises(InputError, match=mend):
        Settings(**settings)


def test_monitoring_what_is_not_measured_is_refused() -> None:
    with pytest.raises(InputError, match="set validation"):
        fit(classifier(), *digits(), Settings(monitor="validation_loss"))


def test_rows_of_no_weight_are_no_rows() -> None:
    x, y = digits()
    weights = np.where(np.arange(len(x)) % 3 == 0, 0.0, 2.0)
    settings = Settings(epochs=2, batch_size=1)
    some = fit(classifier(), x[weights > 0], y[weights > 0], settings).result()
    found = fit(classifier(), x, y, settings, weights=weights).result()
    for name, values in some.parameters.items():
        np.testing.assert_allclose(found.parameters[name], values, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_class_weight_is_a_number_from_0_on(weight: float) -> None:
    with pytest.raises(InputError, match="write numbers from 0 on"):
        fit(classifier(), *digits(), class_weights={1: weight})
