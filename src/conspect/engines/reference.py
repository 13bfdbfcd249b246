"""The reference engine: forward in order, backward in reverse, one layer at a time.

It is the plainest way to run a network, and what faster engines are held to.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.network import Network
from conspect.roles import Given, Intermediate, Output, State
from conspect.rule import Array, forward_equations, gradient_equations, results
from conspect.step import Step
from conspect.trace import Trace

#: float64, or float32 where a network is trained in single precision
Floats = npt.NDArray[Any]


def trace(network: Network, x: Floats, y: Floats, *, epoch: int = 0, batch: int = 1) -> Trace:
    """One step on a batch, recorded whole.

    Args:
        network: the network before the step.
        x, y: inputs and targets, one row a sample.
        epoch, batch: where in training the step stands.
    """
    with np.errstate(all="ignore"):
        arrays = forward(network, x, y)
        arrays |= loss_terms(network, arrays)
        loss = float(batch_loss(network, arrays))
        arrays |= backward(network, arrays)
        after, after_state, named = update(network, arrays)
        following = network.replaced(after, after_state)
        again = forward(following, x, y)
        return Trace(
            network=network,
            arrays=MappingProxyType(arrays),
            after=MappingProxyType(after),
            after_state=MappingProxyType(after_state),
            update=MappingProxyType(named),
            loss=loss,
            loss_after=float(batch_loss(following, again)),
            epoch=epoch,
            batch=batch,
        )


def advance(
    network: Network, x: Floats, y: Floats, weights: Floats | None = None
) -> tuple[Network, float]:
    """The network after one step on a batch, and the loss before it; nothing is recorded.

    Args:
        network: the network before the step.
        x, y: inputs and targets, one row a sample.
        weights: how much each sample counts; left out, all the same.
    """
    with np.errstate(all="ignore"):
        arrays = forward(network, x, y)
        if weights is not None:
            arrays["weights"] = weights
        loss = float(batch_loss(network, arrays))
        after, after_state, _ = update(network, arrays | backward(network, arrays))
        return network.replaced(after, after_state), loss


def predict(network: Network, x: Floats) -> Floats:
    """The network's answers, one row a sample."""
    [outputs] = network.shapes["y"]
    with np.errstate(all="ignore"):
        arrays = forward(network, x, np.zeros((len(x), outputs)))
    return arrays[network.output]


def forward(network: Network, x: Floats, y: Floats) -> dict[str, Floats]:
    """Every array of the forward pass by name: inputs, parameters, results, the losses."""
    arrays: dict[str, Floats] = {"x": x, "y": y, **network.parameters}
    for step in network.steps:
        values = _by_symbol(step, arrays)
        lefts = [equation.left.name for equation in forward_equations(type(step.rule))]
        for symbol, value in zip(lefts, results(step.rule.forward, values), strict=True):
            arrays[step.names[symbol]] = value
    return arrays


def batch_loss(network: Network, arrays: Mapping[str, Floats]) -> Floats:
    """The loss of the batch: the mean or the sum of its samples' losses, and the penalty.

    With `weights` among the arrays each sample counts in proportion to its own.
    """
    terms = loss_terms(network, arrays)
    return terms["data_loss"] + terms["penalty"] if terms else _data_loss(network, arrays)


def loss_terms(network: Network, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    """What the loss is the sum of, where there is a penalty: `data_loss` and `penalty`."""
    if network.penalty is None:
        return {}
    shares = [
        results(network.penalty.forward, _penalty_values(network, arrays, name))
        for name in network.penalised
    ]
    penalty = sum(share.sum() for [share] in shares)
    given = network.penalty.with_role(Given)
    return {
        **{symbol: np.asarray(_weight(arrays)) for symbol in given},
        "data_loss": _data_loss(network, arrays),
        "penalty": np.asarray(penalty),
    }


def _penalty_values(network: Network, arrays: Mapping[str, Floats], name: str) -> dict[str, Array]:
    """What the penalty on a parameter is worked out from."""
    assert network.penalty is not None
    return {
        **network.penalty.hyperparameters(),
        **dict.fromkeys(network.penalty.with_role(Given), _weight(arrays)),
        "p": network.parameters[name],
    }


def _data_loss(network: Network, arrays: Mapping[str, Floats]) -> Floats:
    losses = arrays["losses"]
    weighted = arrays["weights"] * losses if "weights" in arrays else losses
    return np.asarray(weighted.sum() / _divisor(network, arrays))


def _divisor(network: Network, arrays: Mapping[str, Floats]) -> float:
    """What the sum of the samples' losses is divided by."""
    return network.loss.divisor(_weight(arrays))


def _weight(arrays: Mapping[str, Floats]) -> float:
    """What the rows of the batch weigh together: their number, if they have no weights."""
    return float(arrays["weights"].sum()) if "weights" in arrays else float(len(arrays["x"]))


def backward(network: Network, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    """The gradient of the loss by every result and parameter: `dz1`, `dW1`; none by `x`.

    Each step adds its share to the gradient of every name that it reads, so that paths join and
    shared parameters collect from all their places.
    """
    gradients: dict[str, Floats] = {}
    for step in reversed(network.steps):
        values = _by_symbol(step, arrays)
        for symbol in step.rule.with_role(Output):
            if f"d{step.names[symbol]}" in gradients:
                values[f"d{symbol}"] = gradients[f"d{step.names[symbol]}"]
        lefts = [equation.left.name for equation in gradient_equations(type(step.rule))]
        for left, value in zip(lefts, results(step.rule.backward, values), strict=True):
            name = step.names.get(left.removeprefix("d"))
            if name is None or name == "x":
                continue
            if step.rule is network.loss:
                value = _of_batch(network, arrays, value)
            known = gradients.get(f"d{name}")
            gradients[f"d{name}"] = value if known is None else known + value
    for name in network.penalised:
        assert network.penalty is not None
        [pull] = results(network.penalty.backward, _penalty_values(network, arrays, name))
        gradients[f"d{name}"] = gradients[f"d{name}"] + pull
    return gradients


def _of_batch(network: Network, arrays: Mapping[str, Floats], gradient: Array) -> Array:
    """A loss's gradient, stated for one sample, as that of the batch's loss."""
    if "weights" in arrays:
        gradient = gradient * arrays["weights"][:, None]
    return gradient / _divisor(network, arrays)


def update(
    network: Network, arrays: Mapping[str, Floats]
) -> tuple[dict[str, Floats], dict[str, Floats], dict[str, Floats]]:
    """The parameters after the step, the optimizer's state after it, and what it named between."""
    optimizer = network.optimizer
    after, state = dict(network.parameters), dict(network.state)
    named: dict[str, Floats] = dict(scheduled(network))
    gradients = _clipped(network, arrays, named)
    options = optimizer.hyperparameters()
    if "rate" in named:
        options["learning_rate"] = float(named["rate"])
    lefts = [equation.left.name for equation in forward_equations(type(optimizer))]
    states = set(optimizer.with_role(State))
    for name in network.trained:
        values: dict[str, Array] = {
            **options,
            **{symbol: _state(network, symbol, name) for symbol in states},
            "p": network.parameters[name],
            "dp": gradients[name],
        }
        for left, value in zip(lefts, results(optimizer.forward, values), strict=True):
            kept = left.removeprefix("new_")
            if left == "new_p":
                after[name] = value
            elif kept in states:
                state[_state_name(network, kept, name)] = np.asarray(value)
            else:
                assert isinstance(optimizer.symbols[left], Intermediate)
                named[f"{left}_{name}"] = value
    return after, state, named


def scheduled(network: Network) -> dict[str, Floats]:
    """The learning rate of the epoch under way as `rate`, and what it is made by; or nothing."""
    schedule = network.schedule
    if schedule is None:
        return {}
    values: dict[str, Array] = {
        **schedule.hyperparameters(),
        **network.progress,
        "learning_rate": network.optimizer.learning_rate,
    }
    lefts = [equation.left.name for equation in forward_equations(type(schedule))]
    made = results(schedule.forward, values)
    return {left: np.asarray(value) for left, value in zip(lefts, made, strict=True)}


def current_rate(network: Network) -> float:
    """The learning rate of the epoch under way."""
    return float(scheduled(network).get("rate", network.optimizer.learning_rate))


def _clipped(
    network: Network, arrays: Mapping[str, Floats], named: dict[str, Floats]
) -> dict[str, Floats]:
    """The gradients that the optimizer sees, by parameter; what clipping names goes to `named`."""
    gradients = {name: arrays[f"d{name}"] for name in network.trained}
    if network.clipping is None or not gradients:
        return gradients
    squares = sum(np.square(value, dtype=np.float64).sum() for value in gradients.values())
    precision = next(iter(gradients.values())).dtype
    squared_norm = np.asarray(squares, dtype=precision)
    limit = network.clipping.clip_norm
    named["squared_norm"] = squared_norm
    for name, value in gradients.items():
        norm, shrink, clipped = network.clipping.forward(value, squared_norm, limit)
        named |= {"gradient_norm": np.asarray(norm), "shrink": np.asarray(shrink)}
        named[f"clipped_{name}"] = gradients[name] = clipped
    return gradients


def _state(network: Network, symbol: str, parameter: str) -> Array:
    """An optimizer's state; a single number as Python's, which leaves the precision alone."""
    value = network.state[_state_name(network, symbol, parameter)]
    return value if value.ndim else value.item()


def _state_name(network: Network, symbol: str, parameter: str) -> str:
    """The network's name for an optimizer's state: `m_W1`, or `t`, one for all parameters."""
    any_rank = network.optimizer.symbols[symbol].any_rank
    return f"{symbol}_{parameter}" if any_rank else symbol


def _by_symbol(step: Step, arrays: Mapping[str, Floats]) -> dict[str, Array]:
    """The values that a step's rule knows, by its symbols: arrays and hyperparameters."""
    known = {symbol: arrays[name] for symbol, name in step.names.items() if name in arrays}
    return {**step.rule.hyperparameters(), **known}
