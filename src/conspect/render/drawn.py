"""A picture or a film of a network as a value: it shows itself in a notebook, and can be kept."""

import base64
import html
from dataclasses import dataclass, replace
from typing import Any

from conspect.explain.document import Document
from conspect.language import _
from conspect.network import Network
from conspect.render.graph.captions import What
from conspect.render.to_markdown import escaped
from conspect.render.to_svg import film_svg, picture_svg, title
from conspect.trace import Trace


@dataclass(frozen=True)
class Drawing:
    """A drawn network, still or moving.

    Attributes:
        title: what it shows, in words.
        svg: the picture, as the text of an SVG file.
    """

    title: str
    svg: str

    def address(self) -> str:
        """An address that holds the picture itself."""
        data = base64.b64encode(self.svg.encode()).decode()
        return f"data:image/svg+xml;base64,{data}"

    def in_html(self) -> str:
        """The picture as an image in HTML."""
        return f'<p><img alt="{html.escape(self.title)}" src="{self.address()}"></p>'

    def in_markdown(self) -> str:
        """The picture as an image in Markdown."""
        return f"![{escaped(self.title)}]({self.address()})"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": self.title,
            "text/markdown": self.in_markdown(),
            "text/html": self.in_html(),
        }


def draw(source: Network | Trace | Document, what: What = "bare") -> Drawing:
    """Draw a network.

    Args:
        source: a network, or a step of training, which has numbers to show.
        what: `bare` for the names, `forward` for the numbers, `gradients` for those on their way
            back.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError())
    >>> draw(net).title
    'The network'
    """
    return Drawing(title(what), picture_svg(source, what))


def film(network: Network, x: Any, y: Any, epochs: int = 3) -> Drawing:
    """A film of a network as it learns: the numbers flow forward, the error back, weights move.

    Args:
        network: as it is before.
        x, y: inputs and targets, a row a sample; each epoch is one step with all of them.
        epochs: how many are shown.

    Raises:
        DataError: rows that do not fit the network.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError())
    >>> "Epoch 2: backward" in film(net, [2, 3], [1], epochs=2).svg
    True
    """
    traces: list[Trace] = []
    for epoch in range(epochs):
        traces.append(replace(network.step(x, y), epoch=epoch))
        network = traces[-1].next
    return Drawing(_("A network learning"), film_svg(traces))
