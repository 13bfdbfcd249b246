"""A network: steps, a loss, an optimizer, values of parameters and state. It never changes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from conspect.clipping import Clipping
from conspect.errors import LimitError, NetworkError
from conspect.floats import Floats, float_array
from conspect.initializers import INITIALIZERS
from conspect.language import _
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.optimizers.sgd import SGD
from conspect.penalties import Penalty
from conspect.registry import nearest
from conspect.roles import Parameter, State
from conspect.rule import Rule
from conspect.schedules import Schedule
from conspect.shapes import Shape, infer_shapes
from conspect.step import Step
from conspect.wiring import wire

if TYPE_CHECKING:
    from conspect.trace import Trace

#: More numbers than this in one network's parameters are refused: a step holds some four times as
#: many, 3 GB of them.
MOST_NUMBERS = 10**8


@dataclass(frozen=True, init=False, eq=False)
class Network:
    """A network of layers with a loss and an optimizer; a value that never changes.

    Args:
        layers: layers in order; a `Step` in place of one names what it reads or shares.
        inputs: how many numbers a sample has, or its shape.
        loss: what is made small.
        optimizer: how parameters move; left out, SGD at 0.1.
        parameters: values by name (`W1`); what is left out comes from `Step.start`, or at random.
        fixed: names of parameters that are not trained.
        penalty: what large weights cost, as a term of the loss.
        clipping: the greatest length that all gradients have together.
        schedule: how the learning rate changes from epoch to epoch.
        seed: where the random values come from.

    Attributes:
        steps: every step with all its names, the loss last.
        parameters, state: the values by name; arrays that cannot be written to.
        progress: the schedule's own numbers by name, the epochs done among them.
        trained: the names of the parameters that training changes.
        penalised: the names of those that the penalty counts: trained weights, but no biases.
        shapes: the shapes by name; those of results without the samples' dimension.

    Raises:
        NetworkError: the parts do not fit together.
        LimitError: it has more parameters than can be held.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(2), cs.Sigmoid(), cs.Dense(1), cs.ReLU()], inputs=2,
    ...                  loss=cs.HalfSquaredError(), optimizer=cs.SGD(0.1))
    >>> list(net.parameters), net.output
    (['W1', 'b1', 'W2', 'b2'], 'a2')
    """

    steps: tuple[Step, ...]
    loss: Loss
    optimizer: Optimizer
    penalty: Penalty | None
    clipping: Clipping | None
    schedule: Schedule | None
    parameters: Mapping[str, Floats]
    trained: tuple[str, ...]
    penalised: tuple[str, ...]
    state: Mapping[str, Floats]
    progress: Mapping[str, float]
    shapes: Mapping[str, Shape]

    def __init__(
        self,
        layers: Iterable[Layer | Step],
        inputs: int | Sequence[int],
        loss: Loss,
        optimizer: Optimizer | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        fixed: Collection[str] = (),
        penalty: Penalty | None = None,
        clipping: Clipping | None = None,
        schedule: Schedule | None = None,
        seed: int = 0,
    ) -> None:
        optimizer = SGD() if optimizer is None else optimizer
        if optimizer.full_batch:
            _refuse(optimizer, schedule=schedule, clip_norm=clipping)
        steps = wire(layers, loss)
        shapes = infer_shapes(steps, _input_shape(inputs))
        values = _starting_values(steps, shapes, dict(parameters or {}), seed)
        untrained = _fixed_names(steps, fixed, values)
        trained = tuple(name for name in values if name not in untrained)
        self._set(
            steps=steps,
            loss=loss,
            optimizer=optimizer,
            penalty=penalty,
            clipping=clipping,
            schedule=schedule,
            parameters=_frozen(values),
            trained=trained,
            penalised=_penalised(steps, trained) if penalty else (),
            progress=MappingProxyType(schedule.start() if schedule else {}),
            state=_frozen(_starting_state(optimizer, {name: values[name] for name in trained})),
            shapes=MappingProxyType(shapes),
        )

    def _set(self, **attributes: Any) -> None:
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __getstate__(self) -> dict[str, Any]:
        return {
            name: dict(value) if isinstance(value, MappingProxyType) else value
            for name, value in vars(self).items()
        }

    def __setstate__(self, attributes: dict[str, Any]) -> None:
        views = {name: MappingProxyType(attributes[name]) for name in ("progress", "shapes")}
        frozen = {name: _frozen(attributes[name]) for name in ("parameters", "state")}
        self._set(**{**attributes, **views, **frozen})

    @property
    def output(self) -> str:
        """The name of the array that is the network's answer."""
        return self.steps[-1].names["a"]

    def replaced(
        self, parameters: Mapping[str, npt.NDArray[Any]], state: Mapping[str, npt.NDArray[Any]]
    ) -> Network:
        """The same network with other values of its parameters and of the optimizer's state.

        Values in single precision stay in single precision.
        """
        return self.changed(parameters=_frozen(parameters), state=_frozen(state))

    def changed(self, **attributes: Any) -> Network:
        """The same network with some attributes changed, by whoever sees that all fit together."""
        other = object.__new__(Network)
        other._set(**{**vars(self), **attributes})
        return other

    def after_epoch(self, loss: float) -> Network:
        """The same network one epoch further on in its schedule.

        Args:
            loss: what the epoch came to: the validation loss if there is one, else the loss.
        """
        if self.schedule is None:
            return self
        return self.at_progress(self.schedule.after_epoch(self.progress, loss))

    def at_progress(self, progress: Mapping[str, float]) -> Network:
        """The same network at another place in its schedule."""
        return self.changed(progress=MappingProxyType(dict(progress)))

    def predict(self, x: Any) -> Floats:
        """The network's answer to inputs, one row a sample.

        Raises:
            DataError: the inputs do not fit the network.
        """
        from conspect.engines import reference
        from conspect.rows import input_rows

        return reference.predict(self, input_rows(x, self.shapes["x"]))

    def step(self, x: Any, y: Any) -> Trace:
        """One step of training on a batch, recorded whole; the network itself stays as it is.

        Args:
            x: inputs, one row a sample; one sample may come flat.
            y: targets, one row a sample; class numbers where the loss takes them.

        Raises:
            DataError: inputs or targets do not fit the network.
            MissingExtraError: the optimizer is L-BFGS, and SciPy is not installed.

        >>> import conspect as cs
        >>> net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError(),
        ...                  parameters={"W1": [[0.5], [0.25]], "b1": [1.0]})
        >>> step = net.step([2, 4], [2.0])
        >>> step["z1"], step["dW1"].tolist(), step.after["b1"]
        (array([[3.]]), [[2.0], [4.0]], array([0.9]))
        """
        from conspect.engines import reference
        from conspect.rows import input_rows, target_rows
        from conspect.training.full_batch import ready

        rows = input_rows(x, self.shapes["x"])
        [outputs] = self.shapes["y"]
        targets = target_rows(y, len(rows), outputs, self.loss)
        return reference.trace(ready(self, rows, targets), rows, targets)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from conspect.render.mimebundle import of_network

        return of_network(self)


def _refuse(optimizer: Optimizer, **extras: Rule | None) -> None:
    """Refuse what has no part in steps whose direction and length the optimizer finds itself."""
    for name, extra in extras.items():
        if extra is not None:
            raise NetworkError(
                _("{kind} finds direction and length of its steps itself").format(
                    kind=optimizer.kind()
                ),
                _("leave {name} out").format(name=name),
                origin=("training", name),
            )


def _input_shape(inputs: int | Sequence[int]) -> Shape:
    shape = (inputs,) if isinstance(inputs, int) else tuple(inputs)
    if not shape or any(isinstance(n, bool) or not isinstance(n, int) or n < 1 for n in shape):
        raise NetworkError(
            _("{name} is {value!r}").format(name="inputs", value=inputs),
            _("write how many numbers a sample has, 2 say"),
            origin=("inputs",),
        )
    return shape


def _starting_values(
    steps: Sequence[Step], shapes: Mapping[str, Shape], given: dict[str, Any], seed: int
) -> dict[str, Floats]:
    """The parameters' first values: those given, else those of the steps, else random ones."""
    names = {name for step in steps for name in step.named(Parameter)}
    for name in given:
        if name not in names:
            raise NetworkError(_("no parameter {name!r}").format(name=name), nearest(name, names))
    _check_sizes(steps, shapes)
    generator = np.random.default_rng(seed)
    values: dict[str, Floats] = {}
    for position, step in enumerate(steps):
        for symbol in step.rule.with_role(Parameter):
            if symbol not in step.names:
                continue
            name = step.names[symbol]
            if name in values and symbol not in step.start:
                continue
            if name in values:
                raise NetworkError(
                    _("{step} shares {name}").format(step=step.title(), name=name),
                    _("give its values only once"),
                    origin=step.key(symbol),
                )
            # Drawn even if values are given: the others then do not depend on which are.
            drawn = _drawn(steps, position, symbol, shapes[name], generator)
            start = given.get(name, step.start.get(symbol))
            origin = step.key(symbol)
            values[name] = drawn if start is None else _given(name, start, shapes[name], origin)
    return values


def _check_sizes(steps: Sequence[Step], shapes: Mapping[str, Shape]) -> None:
    sizes: dict[str, int] = {}
    for step in steps:
        sizes |= {name: math.prod(shapes[name]) for name in step.named(Parameter)}
        numbers = sum(sizes.values())
        if numbers > MOST_NUMBERS:
            raise LimitError(
                _("the network has {numbers:,} parameters up to {step}").format(
                    numbers=numbers, step=step.title()
                ),
                _("at most {most:,} are possible: take fewer inputs or units").format(
                    most=MOST_NUMBERS
                ),
                origin=step.origin,
            )


def _drawn(
    steps: Sequence[Step],
    position: int,
    symbol: str,
    shape: Shape,
    generator: np.random.Generator,
) -> Floats:
    """Random values for a parameter, from the initializer that suits what follows."""
    rule = steps[position].rule
    role = rule.symbols[symbol]
    assert isinstance(role, Parameter)
    kind = role.initial
    if kind == "weights":
        after = steps[position + 1].rule if position + 1 < len(steps) else rule
        chosen = getattr(rule, "initializer", None)
        suited = after.suits if isinstance(after, Layer) else "glorot"
        kind = suited if chosen is None else chosen
    if kind not in INITIALIZERS:
        raise NetworkError(
            _("unknown initializer {kind!r}").format(kind=kind),
            nearest(kind, INITIALIZERS),
            origin=(*steps[position].origin, "initializer"),
        )
    return INITIALIZERS[kind](shape, generator)


def _given(name: str, value: Any, shape: Shape, origin: tuple[str | int, ...]) -> Floats:
    array = float_array(value, name, NetworkError, origin=origin)
    if array.ndim == 0:
        array = np.full(shape, float(array))
    if array.shape != shape:
        raise NetworkError(
            _("{name} has shape {shape}, but this network needs {wanted}").format(
                name=name, shape=array.shape, wanted=shape
            ),
            _("weights are (inputs, units): a row for each input")
            if len(shape) > 1
            else _("give one number for all, or a list of one for each unit"),
            origin=origin,
        )
    return array


def _fixed_names(
    steps: Sequence[Step], fixed: Collection[str], values: Mapping[str, Floats]
) -> set[str]:
    for name in fixed:
        if name not in values:
            raise NetworkError(
                _("no parameter {name!r} to fix").format(name=name), nearest(name, values)
            )
    by_steps = {
        step.names[symbol] for step in steps for symbol in step.fixed if symbol in step.names
    }
    return by_steps | set(fixed)


def _penalised(steps: Sequence[Step], trained: Collection[str]) -> tuple[str, ...]:
    """Trained weights: parameters that start from random values, in their order."""
    weights = {
        step.names[symbol]
        for step in steps
        for symbol, role in step.rule.symbols.items()
        if isinstance(role, Parameter) and role.initial != "zeros" and symbol in step.names
    }
    return tuple(name for name in trained if name in weights)


def _starting_state(optimizer: Optimizer, trained: Mapping[str, Floats]) -> dict[str, Floats]:
    """The optimizer's state before the first step: zeros; one number where it has no indices."""
    state = {}
    for symbol in optimizer.with_role(State):
        if optimizer.symbols[symbol].any_rank:
            for name, value in trained.items():
                state[f"{symbol}_{name}"] = np.zeros_like(value)
        else:
            state[symbol] = np.zeros(())
    return state


def _frozen(values: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """The same values, in arrays that cannot be written to."""
    frozen = {}
    for name, value in values.items():
        frozen[name] = np.asarray(value).view()
        frozen[name].flags.writeable = False
    return MappingProxyType(frozen)
