"""A network in words: its layers, its loss, its optimizer."""

import math
from collections.abc import Iterator

from conspect.equations.write import Unicode
from conspect.explain.picture import layer_numbers, layer_title
from conspect.explain.rounding import shorten
from conspect.language import _, plural
from conspect.network import Network
from conspect.rule import Rule


def description(network: Network, digits: int = 6) -> Iterator[str]:
    """What the network is made of, then how it learns, a sentence or two each.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(2), cs.Sigmoid()], inputs=3, loss=cs.HalfSquaredError())
    >>> next(description(net))
    'Network: 3 inputs → dense 2, sigmoid.'
    """
    shape = network.shapes["x"]
    inputs = plural("{count} input", "{count} inputs", math.prod(shape)).format(
        count=" × ".join(map(str, shape))
    )
    layers = [layer_title(network, number) for number in layer_numbers(network)]
    yield _("Network: {layers}.").format(layers=" → ".join([inputs, *layers]))
    reduction = {"mean": _("mean over the batch"), "sum": _("sum over the batch")}
    optimizer = [_(network.optimizer.kind()), _settings(network.optimizer, digits)]
    yield _("Loss: {loss}, {reduction}. Optimizer: {optimizer}.").format(
        loss=_(network.loss.kind()),
        reduction=reduction[network.loss.reduction],
        optimizer=", ".join(filter(None, optimizer)),
    )
    if network.penalty is not None:
        yield _("Penalty on weights: {settings}.").format(
            settings=_settings(network.penalty, digits)
        )
    if network.schedule is not None:
        yield _("Schedule of the learning rate: {schedule}, {settings}.").format(
            schedule=_(network.schedule.kind()), settings=_settings(network.schedule, digits)
        )
    if network.clipping is not None:
        yield _("Gradients are clipped: {settings}.").format(
            settings=_settings(network.clipping, digits)
        )


def _settings(rule: Rule, digits: int) -> str:
    """The hyperparameters of a rule with their values."""
    return ", ".join(
        f"{name} = {Unicode().signed(shorten(value, digits))}"
        for name, value in rule.hyperparameters().items()
    )
