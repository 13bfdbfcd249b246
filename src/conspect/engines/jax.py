"""The JAX engine: the rules' own functions, unchanged, as one function that JAX compiles.

JAX runs it wherever it runs: on a graphics processor, say. Whole batches of an epoch are one scan.
JAX is imported when an engine is made, not before.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect import xp
from conspect.engines.flat import Flat
from conspect.engines.job import Job, Rows
from conspect.engines.reference import current_rate
from conspect.network import Network
from conspect.roles import Given, Output, State
from conspect.rule import Array, forward_equations, gradient_equations, results
from conspect.step import Step

Arrays = dict[str, Array]

# Functions of `xp` that NumPy lacks: the first is JAX's own, the others run as they are written.
_WRITTEN = ("sigmoid", "softplus")


@cache
def _functions() -> SimpleNamespace:
    """What rules call `xp`, in JAX."""
    import jax
    import jax.numpy as jnp

    known = {name: getattr(jnp, name) for name in xp.__all__ if hasattr(jnp, name)}
    known["erfc"] = jax.scipy.special.erfc
    for name in _WRITTEN:
        known[name] = FunctionType(getattr(xp, name).__code__, known)
    return SimpleNamespace(**known)


@cache
def _in_jax(function: Callable[..., Array]) -> Callable[..., Array]:
    """A rule's function with JAX's functions for `xp`; its text stays as it is."""
    assert isinstance(function, FunctionType)
    space = {**function.__globals__, "xp": _functions()}
    return FunctionType(function.__code__, space, argdefs=function.__defaults__)


class Jax:
    """Trains with a function that JAX made of the network."""

    name = "jax"

    def __init__(self, job: Job) -> None:
        import jax

        self._jax, jnp = jax, jax.numpy
        self._job, self._network = job, job.network
        self._dtype = Flat(job.network).dtype
        with self._precision():
            self._x, self._y = jnp.asarray(job.x), jnp.asarray(job.y)
            weights = np.ones(job.rows) if job.weights is None else job.weights
            self._weights = jnp.asarray(weights, self._dtype)
            network = job.network
            self._parameters = {n: jnp.asarray(v) for n, v in network.parameters.items()}
            self._state = {n: jnp.asarray(v, self._dtype) for n, v in network.state.items()}
            self._epoch = jax.jit(self._scanned)

    def _precision(self) -> Any:
        """Numbers of the training's precision; JAX's own habit is single precision."""
        return self._jax.enable_x64(self._dtype == np.float64)

    def train(self, order: Rows, first: int, last: int) -> npt.NDArray[np.float64]:
        asarray = self._jax.numpy.asarray
        size, losses = self._job.batch_size, []
        whole = min(last, len(order) // size)
        goes = [order[first * size : whole * size].reshape(-1, size)] if first < whole else []
        if whole < last:
            goes.append(order[max(whole, first) * size :][None])
        with self._precision():
            rate = asarray(current_rate(self._network), self._dtype)
            for batches in goes:
                values = (self._parameters, self._state)
                data = (self._x, self._y, self._weights)
                values, made = self._epoch(values, data, rate, asarray(batches))
                self._parameters, self._state = values
                losses.append(np.asarray(made, dtype=np.float64))
        return np.concatenate(losses)

    def network(self) -> Network:
        parameters = {name: np.array(value) for name, value in self._parameters.items()}
        state = {
            name: np.array(self._state[name], dtype=value.dtype)
            for name, value in self._network.state.items()
        }
        return self._network.replaced(parameters, state)

    def set_progress(self, progress: Mapping[str, float]) -> None:
        self._network = self._network.at_progress(progress)

    def _scanned(self, values: Any, data: Any, rate: Array, batches: Array) -> Any:
        """All batches, one after the other."""
        x, y, weights = data

        def one(values: Any, rows: Array) -> Any:
            parameters, state = values
            batch = {"x": x[rows], "y": y[rows], "weights": weights[rows]}
            return self._step(parameters, state, batch, rate)

        return self._jax.lax.scan(one, values, batches)

    def _step(self, parameters: Arrays, state: Arrays, batch: Arrays, rate: Array) -> Any:
        """Parameters and state after a step on a batch, and the loss before it."""
        arrays = self._forward({**batch, **parameters})
        gradients = self._backward(arrays)
        loss = (arrays["weights"] * arrays["losses"]).sum() / self._divisor(arrays)
        penalty = self._network.penalty
        if penalty is not None:
            for name in self._network.penalised:
                given = dict.fromkeys(penalty.with_role(Given), arrays["weights"].sum())
                values = {**penalty.hyperparameters(), **given, "p": parameters[name]}
                loss += results(_in_jax(penalty.forward), values)[0].sum()
                gradients[name] += results(_in_jax(penalty.backward), values)[0]
        return self._updated(parameters, state, self._clipped(gradients), rate), loss

    def _forward(self, arrays: Arrays) -> Arrays:
        for step in self._network.steps:
            lefts = [equation.left.name for equation in forward_equations(type(step.rule))]
            made = results(_in_jax(step.rule.forward), _by_symbol(step, arrays))
            arrays |= {step.names[left]: value for left, value in zip(lefts, made, strict=True)}
        return arrays

    def _backward(self, arrays: Arrays) -> Arrays:
        """The gradient by every name that a step reads; each step adds its share."""
        gradients: Arrays = {}
        for step in reversed(self._network.steps):
            values = _by_symbol(step, arrays)
            for symbol in step.rule.with_role(Output):
                if step.names[symbol] in gradients:
                    values[f"d{symbol}"] = gradients[step.names[symbol]]
            lefts = [equation.left.name for equation in gradient_equations(type(step.rule))]
            made = results(_in_jax(step.rule.backward), values)
            for left, value in zip(lefts, made, strict=True):
                name = step.names.get(left.removeprefix("d"))
                if name is None:
                    continue
                if step.rule is self._network.loss:
                    value = value * arrays["weights"][:, None] / self._divisor(arrays)
                gradients[name] = gradients[name] + value if name in gradients else value
        return gradients

    def _divisor(self, arrays: Arrays) -> Array:
        return self._network.loss.divisor(arrays["weights"].sum())

    def _clipped(self, gradients: Arrays) -> Arrays:
        clipping, trained = self._network.clipping, self._network.trained
        if clipping is None or not trained:
            return gradients
        square = sum((gradients[name] ** 2).sum() for name in trained)
        clip = _in_jax(clipping.forward)
        return {name: clip(gradients[name], square, clipping.clip_norm)[-1] for name in trained}

    def _updated(
        self, parameters: Arrays, state: Arrays, gradients: Arrays, rate: Array
    ) -> tuple[Arrays, Arrays]:
        optimizer = self._network.optimizer
        lefts = [equation.left.name for equation in forward_equations(type(optimizer))]
        options = {**optimizer.hyperparameters(), "learning_rate": rate}
        after, after_state = dict(parameters), dict(state)
        for name in self._network.trained:
            # The network's name of a state: each parameter has its own, or there is one for all.
            kept = {
                symbol: f"{symbol}_{name}" if optimizer.symbols[symbol].any_rank else symbol
                for symbol in optimizer.with_role(State)
            }
            values = {symbol: state[place] for symbol, place in kept.items()}
            values |= {**options, "p": parameters[name], "dp": gradients[name]}
            made = results(_in_jax(optimizer.forward), values)
            for left, value in zip(lefts, made, strict=True):
                symbol = left.removeprefix("new_")
                if left == "new_p":
                    after[name] = value
                elif symbol in kept:
                    after_state[kept[symbol]] = value
        return after, after_state


def _by_symbol(step: Step, arrays: Mapping[str, Array]) -> Arrays:
    known = {symbol: arrays[name] for symbol, name in step.names.items() if name in arrays}
    return {**step.rule.hyperparameters(), **known}
