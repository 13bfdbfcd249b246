"""What is edited in the page is a network that Python knows, with the same numbers."""

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.files import describe
from conspect.network import Network
from conspect.page.carried import State, network_of, state_of
from conspect.page.rules import every_rule
from conspect.training.settings import Settings
from tests.page.node import needs_node, run_node
from tests.random_networks import random_network


def _edited(folder: Path, state: State, *kind: str) -> list[dict[str, Any]]:
    """The state after each kind of edit, as the page makes it, with its values and its file."""
    file = folder / "state.json"
    file.write_text(json.dumps({"rules": every_rule(), "state": state}), encoding="utf-8")
    edited: list[dict[str, Any]] = json.loads(run_node("edited.js", str(file), *kind))
    return edited


@needs_node
def test_every_kind_of_edit_gives_what_python_gives(tmp_path: Path) -> None:
    layers = [cs.Dense(3), cs.Sigmoid(), cs.Dense(2), cs.Tanh()]
    network = cs.Network(layers, 2, cs.SquaredError(), cs.Adam(), seed=1)
    x, y = np.ones((3, 2)), np.zeros((3, 2))
    # A state of the optimizer that is not zero.
    network = network.step(x, y).next
    edited = _edited(tmp_path, state_of(network, x, y, Settings(epochs=3)))
    assert len(edited) > 35
    for each in edited:
        _check(each)


def _check(each: dict[str, Any]) -> None:
    state, values = each["state"], each["values"]
    network = network_of(state)
    step = network.step(state["x"], state["y"])
    assert step.values().keys() == values.keys(), each["name"]
    for name, value in step.values().items():
        floor = 1e-15 * float(np.abs(value).max(initial=0))
        np.testing.assert_allclose(
            np.array(values[name], dtype=float), value, 1e-12, floor, err_msg=each["name"] + name
        )
    _check_file(each, network)


def _check_file(each: dict[str, Any], network: Network) -> None:
    """The network file is the same network, but for the optimizer's state."""
    told = describe(tomllib.loads(each["toml"]))
    assert told.network.trained == network.trained, each["name"]
    assert told.network.loss == network.loss
    assert told.network.optimizer == network.optimizer
    assert told.network.penalty == network.penalty
    assert told.network.clipping == network.clipping
    assert told.network.schedule == network.schedule
    assert [step.names for step in told.network.steps] == [step.names for step in network.steps]
    for name, value in network.parameters.items():
        np.testing.assert_array_equal(told.network.parameters[name], value)
    np.testing.assert_array_equal(told.x, each["state"]["x"])
    np.testing.assert_array_equal(told.y, each["state"]["y"])


PENALTIES = [None, cs.L2(0.1), cs.L2ByRows(0.25)]


@needs_node
@pytest.mark.parametrize("seed", range(12))
def test_joined_and_shared_layers_are_written_to_a_file(seed: int, tmp_path: Path) -> None:
    network, x, y = random_network(seed, penalty=PENALTIES[seed % 3])
    [told] = _edited(tmp_path, state_of(network, x, y, Settings()), "nothing")
    _check_file(told, network)
