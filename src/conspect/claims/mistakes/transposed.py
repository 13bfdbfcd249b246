"""A square matrix of weights is turned over; no shape complains."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, changed, dense_layers, spoiled, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class Transposed(Mistake):
    """Rows and columns of weights are mixed up: in the gradient, on the way back, or throughout."""

    cause = "transposed"

    def versions(self, network: Network) -> Iterator[Version]:
        """For each layer as wide as what it reads."""
        for position in dense_layers(network):
            step = network.steps[position]
            name = step.names["W"]
            rows, columns = network.shapes[name]
            if rows != columns or rows == 1:
                continue
            yield Version(
                _("the gradient of {name} is transposed").format(name=name),
                network,
                spoiled([name], lambda gradient, arrays: gradient.T),
            )
            if step.names["x"] != "x":
                yield Version(
                    _(
                        "the gradient is passed back through {name} without its transposition"
                    ).format(name=name),
                    with_rule(network, {position: changed(step.rule, backward=_back_unturned)}),
                )
            yield Version(
                _("{name} is read by rows where its columns are meant").format(name=name),
                with_rule(
                    network,
                    {position: changed(step.rule, forward=_forward_turned, backward=_back_turned)},
                ),
            )


def _back_unturned(dz: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    return dz @ W, x.T @ dz, dz.sum(axis=0)


def _forward_turned(x: Array, W: Array, b: Array = 0) -> Array:
    return x @ W.T + b


def _back_turned(dz: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    return dz @ W, dz.T @ x, dz.sum(axis=0)
