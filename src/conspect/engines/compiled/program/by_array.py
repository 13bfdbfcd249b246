"""A network as calls of kernels and loops over the arrays of a batch."""

from conspect.engines.compiled.program.layers import backward, forward
from conspect.engines.compiled.program.losses import loss
from conspect.engines.compiled.program.update import clipping, penalty, update
from conspect.engines.compiled.program.writer import Writer
from conspect.network import Network


def train(network: Network, *, weighted: bool) -> tuple[list[str], str]:
    """The functions that training calls beside the kernels, and the body of the one that trains.

    Args:
        network: what is trained.
        weighted: whether rows have weights.
    """
    writer = Writer(network, weighted=weighted)
    *layers, last = network.steps
    writer.gather()
    for step in layers:
        forward(writer, step)
    loss(writer, last)
    for step in reversed(layers):
        backward(writer, step)
    penalty(writer)
    if network.trained:
        clipping(writer)
        update(writer)
    return list(writer.functions.values()), writer.train()
