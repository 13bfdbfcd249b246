"""The page in a notebook, in step with a network."""

from typing import TYPE_CHECKING, Any

from conspect.errors import MissingExtraError
from conspect.network import Network

if TYPE_CHECKING:
    from conspect.player import Player
    from conspect.training.settings import Settings


def play(
    network: Network, x: Any, y: Any, settings: "Settings | None" = None, *, digits: int = 6
) -> "Player":
    """A network to play with in a notebook: Jupyter, marimo, or any other that shows widgets.

    What is edited or stepped in the page changes the player's `network`, and a network that is
    assigned to it is shown at once.

    Args:
        network: the network as it is before the step that is shown.
        x: inputs, one row a sample.
        y: targets, one row a sample; class numbers where the loss takes them.
        settings: the size of batches and the like; left out, all rows are one batch.
        digits: the significant digits of results.

    Raises:
        DataError: inputs or targets do not fit the network.
        InputError: the optimizer searches for its steps, which no page does (lbfgs).
        MissingExtraError: anywidget is not installed.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError())
    >>> player = cs.play(net, [[1, 2]], [[3]])
    >>> player.network = net.step([1, 2], [3]).next
    >>> player.network.parameters["b1"].tolist() == net.parameters["b1"].tolist()
    False
    """
    try:
        from conspect.player import Player
    except ModuleNotFoundError as error:
        if error.name not in ("anywidget", "traitlets"):
            raise
        raise MissingExtraError("anywidget", extra="notebook") from None
    return Player(network, x, y, settings, digits=digits)
