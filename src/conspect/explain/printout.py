"""The printout of the notebook that conspect began with, in NumPy's own format.

The notebook printed weights from after an update beside outputs from before it. Here each block is
one state: the weights, and what comes out of these very weights.
"""

from collections.abc import Iterable

from conspect.roles import Output, Parameter
from conspect.trace import Trace


def printout(traces: Iterable[Trace]) -> str:
    """A block for each epoch: weights, hidden layers, output, error.

    Args:
        traces: of a single sample each, in the order of epochs.
    """
    return "".join(_block(trace) for trace in traces)


def _block(trace: Trace) -> str:
    lines = [f"==============EPOCH: {trace.epoch}========================"]
    for number, name in enumerate(_weights(trace), 1):
        lines.append(f"weights{number} =\n {trace[name]} \n")
    for name in _hidden(trace):
        lines.append(f"hidden layer = {trace[name][0]} \n")
    lines.append(f"Output {trace.epoch} = {trace[trace.network.output][0]}")
    lines.append(f"Error {trace.epoch} = {trace['losses']} \n")
    return "".join(f"{line}\n" for line in lines)


def _weights(trace: Trace) -> list[str]:
    """The parameters that are matrices, in the order of the layers."""
    names = [name for step in trace.network.steps for name in step.named(Parameter)]
    return [name for name in dict.fromkeys(names) if trace[name].ndim == 2]


def _hidden(trace: Trace) -> list[str]:
    """The last result of every layer but the last."""
    last = {step.number: step.named(Output)[-1] for step in trace.network.steps[:-1]}
    return [name for name in last.values() if name != trace.network.output]
