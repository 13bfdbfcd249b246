"""The page as a widget: its state goes both ways; where no widget runs, an explanation remains."""

import numpy as np
import pytest

import conspect as cs
from conspect.errors import InputError
from conspect.player import Player


def _player() -> Player:
    net = cs.Network(
        [cs.Dense(2), cs.Sigmoid(), cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError(), seed=3
    )
    return cs.play(net, [[2, 3], [1, 1]], [[2], [1]])


def test_a_network_goes_into_the_state_and_back() -> None:
    player = _player()
    step = player.network.step(player.x, player.y)
    player.network = step.next
    for name, values in step.after.items():
        assert (player.network.parameters[name] == values).all()
    assert player.state["x"] == [[2.0, 3.0], [1.0, 1.0]]


def test_what_the_browser_says_is_the_network() -> None:
    player = _player()
    state = dict(player.state)
    state["parameters"] = state["parameters"] | {"b1": [5.0, 6.0]}
    player.state = state
    assert np.array_equal(player.network.parameters["b1"], [5.0, 6.0])


def test_the_plain_explanation_remains() -> None:
    data, _metadata = _player()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "image/svg+xml" in data["text/html"] or "<img" in data["text/html"]
    assert "<script" not in data["text/html"]


def test_the_module_is_what_anywidget_wants() -> None:
    assert "export default { render:" in str(Player._esm)


def test_an_optimizer_that_searches_is_told_not_stepped() -> None:
    net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError(), optimizer=cs.LBFGS())
    with pytest.raises(InputError, match="lbfgs searches for the length of its steps"):
        cs.play(net, [[1, 2]], [[3]])
    assert 'id="carried"' not in net.step([1, 2], [3]).explain().to_html()
