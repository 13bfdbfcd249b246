"""A version of a step: the network's own, or one with a mistake in it."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from conspect.engines import reference
from conspect.layers import Layer
from conspect.network import Network
from conspect.roles import Input, Parameter
from conspect.rule import Array, Rule, forward_equations, results
from conspect.step import Step

Floats = npt.NDArray[Any]
Arrays = dict[str, Floats]
Backward = Callable[[Network, Mapping[str, Floats]], Arrays]

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, eq=False)
class Version:
    """How somebody may have worked out the step.

    Attributes:
        words: the mistake in it.
        network: the network, with its rules perhaps changed.
        backward: the backward pass, perhaps changed.
    """

    words: str
    network: Network
    backward: Backward = reference.backward

    def advanced(self, x: Floats, y: Floats) -> tuple["Version", float]:
        """The version after a step on a batch, and the loss before it."""
        arrays, after, state = self._step(x, y)
        loss = float(reference.batch_loss(self.network, arrays))
        return replace(self, network=self.network.replaced(after, state)), loss

    def after_epoch(self, loss: float) -> "Version":
        """The version one epoch further on in its schedule."""
        return replace(self, network=self.network.after_epoch(loss))

    def values(self, x: Floats, y: Floats) -> Arrays:
        """Everything that has a name in a step on a batch, as it comes out here."""
        with np.errstate(all="ignore"):
            arrays, after, state = self._step(x, y)
            following = self.network.replaced(after, state)
            again = reference.forward(following, x, y)
            return {
                **arrays,
                **self.network.state,
                **{f"new_{name}": after[name] for name in self.network.trained},
                **{f"new_{name}": value for name, value in state.items()},
                "loss": reference.batch_loss(self.network, arrays),
                "loss_after": reference.batch_loss(following, again),
            }

    def _step(self, x: Floats, y: Floats) -> tuple[Arrays, Arrays, Arrays]:
        with np.errstate(all="ignore"):
            arrays = reference.forward(self.network, x, y)
            arrays |= reference.loss_terms(self.network, arrays)
            arrays |= self.backward(self.network, arrays)
            after, state, named = reference.update(self.network, arrays)
        return arrays | named, after, state


class Mistake(ABC):
    """A known mistake. Each file in `mistakes/` holds one.

    Attributes:
        cause: its name, one of those that `conspect check` knows too where it has one for it.
    """

    cause: ClassVar[str]

    @abstractmethod
    def versions(self, network: Network) -> Iterator[Version]:
        """The ways in which a step of this network may have the mistake."""


def activations(network: Network) -> list[int]:
    """The positions of the steps that are activations."""
    return [
        position
        for position, step in enumerate(network.steps)
        if isinstance(step.rule, Layer)
        if not step.rule.with_role(Parameter) and set(step.rule.with_role(Input)) == {"z"}
    ]


def dense_layers(network: Network) -> list[int]:
    """The positions of the steps that have weights."""
    return [position for position, step in enumerate(network.steps) if "W" in step.names]


def changed(
    rule: R,
    *,
    forward: Callable[..., Array] | None = None,
    backward: Callable[..., Array] | None = None,
) -> R:
    """The same rule with another `forward` or `backward`."""
    kind = type(rule)
    new = {
        name: staticmethod(function)
        for name, function in (("forward", forward), ("backward", backward))
        if function is not None
    }
    other = type(kind.__name__, (kind,), {**new, "__module__": kind.__module__})
    made: R = other(**{field.name: getattr(rule, field.name) for field in fields(rule)})  # type: ignore[arg-type]
    return made


def with_rule(network: Network, positions: dict[int, Rule]) -> Network:
    """The same network with other rules at some positions."""
    steps = tuple(
        replace(step, rule=positions[position]) if position in positions else step
        for position, step in enumerate(network.steps)
    )
    last = steps[-1].rule
    return network.changed(steps=steps, loss=last)


def like_backward(rule: Layer, work: Callable[[dict[str, Array]], Array]) -> Callable[..., Array]:
    """A `backward` for an activation that takes all that its own rule knows.

    Args:
        rule: the activation.
        work: from the values by symbol, `da`, `z` and `a` among them, to `dz`.
    """

    def backward(**values: Array) -> Array:
        return work(values)

    known = dict.fromkeys(["da", "z", "a", *_arguments(rule.forward), *_arguments(rule.backward)])
    parameters = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in known
    ]
    backward.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return backward


def slope_at(rule: Layer, values: dict[str, Array], z: Array) -> Array:
    """The slope of an activation at a pre-activation, whatever came in with the values."""
    there = {**values, "z": z}
    lefts = [equation.left.name for equation in forward_equations(type(rule))]
    there |= dict(zip(lefts, results(rule.forward, there), strict=True))
    [slope] = results(rule.backward, {**there, "da": np.ones_like(z)})
    return slope


def spoiled(names: list[str], spoil: Callable[[Array, Mapping[str, Array]], Array]) -> Backward:
    """The right backward pass, with some gradients changed in the end.

    Args:
        names: the parameters whose gradients change.
        spoil: from a gradient and all arrays to the wrong gradient.
    """

    def backward(network: Network, arrays: Mapping[str, Floats]) -> Arrays:
        gradients = reference.backward(network, arrays)
        wrong = {f"d{name}": spoil(gradients[f"d{name}"], arrays) for name in names}
        return gradients | wrong

    return backward


def title(step: Step) -> str:
    """What an activation is called: its kind and its result, `sigmoid a1`."""
    return f"{step.rule.kind()} {step.names['a']}"


def _arguments(function: Callable[..., Array]) -> list[str]:
    return list(inspect.signature(function).parameters)
