"""The network as columns of units with their numbers, where it is small and plain enough."""

from conspect.equations.tree import Element
from conspect.explain.document import Column, Picture, Unit
from conspect.explain.selection import element_at
from conspect.language import _
from conspect.layers.dense import Dense
from conspect.losses import Loss
from conspect.network import Network
from conspect.roles import Input, Output, Parameter
from conspect.step import Step
from conspect.trace import Trace

MOST_UNITS = 6
MOST_COLUMNS = 4


def layer_numbers(network: Network) -> list[int]:
    """The numbers that the names of the network's results carry, in order."""
    return list(dict.fromkeys(step.number for step in network.steps))


def layer_title(network: Network, number: int) -> str:
    """What stands under one number: `dense 2, sigmoid`."""
    titles = []
    for step in network.steps:
        if step.number != number:
            continue
        if isinstance(step.rule, Loss):
            titles += [step.rule.absorbs] if step.rule.absorbs else []
        elif step.named(Parameter):
            size = " × ".join(map(str, network.shapes[step.named(Output)[0]]))
            titles.append(f"{step.rule.kind()} {size}")
        else:
            titles.append(step.rule.kind())
    return ", ".join(titles)


def picture(trace: Trace) -> Picture | None:
    """The picture of a chain of dense layers; None for anything else, and for large networks."""
    network = trace.network
    if not _is_chain(network) or len(network.shapes["x"]) != 1:
        return None
    columns = [_inputs(trace), *(_layer(trace, number) for number in layer_numbers(network))]
    if len(columns) > MOST_COLUMNS or max(len(column.units) for column in columns) > MOST_UNITS:
        return None
    return Picture(tuple(columns))


def _is_chain(network: Network) -> bool:
    """Whether every number is a dense layer with what follows it, each reading the one before."""
    previous = "x"
    for step in network.steps:
        if step.named(Input) != [previous]:
            return False
        previous = (step.named(Output) or [previous])[0]
    firsts = {step.number: step for step in reversed(network.steps)}
    return all(isinstance(step.rule, Dense) for step in firsts.values())


def _inputs(trace: Trace) -> Column:
    row = trace.arrays["x"][0]
    units = tuple(Unit(((element_at("x", (0, i)), float(value)),)) for i, value in enumerate(row))
    return Column(_("inputs"), units)


def _layer(trace: Trace, number: int) -> Column:
    steps = [step for step in trace.network.steps if step.number == number]
    dense = steps[0]
    results = [name for step in steps for name in step.named(Output) if name != "losses"]
    units = []
    for j in range(trace.arrays[results[0]].shape[1]):
        values = [(element_at(name, (0, j)), float(trace.arrays[name][0, j])) for name in results]
        units.append(Unit(tuple(values), _weights(trace, dense, j)))
    return Column(layer_title(trace.network, number), tuple(units))


def _weights(trace: Trace, dense: Step, j: int) -> tuple[tuple[Element, float], ...]:
    weights = dense.names["W"]
    shown = [
        (element_at(weights, (i, j)), float(value))
        for i, value in enumerate(trace.arrays[weights][:, j])
    ]
    if "b" in dense.names:
        bias = dense.names["b"]
        shown.append((element_at(bias, (j,)), float(trace.arrays[bias][j])))
    return tuple(shown)
