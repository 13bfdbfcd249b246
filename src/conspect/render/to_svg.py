"""Document -> SVG: the network as a drawn graph.

`picture_svg` draws anything that has a network; `render` is the format of a document.
"""

import re
from collections.abc import Sequence

from conspect.explain.document import Document, Picture
from conspect.explain.picture import picture
from conspect.language import _
from conspect.network import Network
from conspect.render.graph.captions import PICTURE_DIGITS, Still, What
from conspect.render.graph.film import Film
from conspect.render.graph.layout import lay_out
from conspect.render.graph.paint import paint
from conspect.render.graph.scene import Scene
from conspect.trace import Trace


def render(document: Document) -> str:
    """The picture of the document's network, with its gradients."""
    return picture_svg(document, "gradients")


def picture_svg(
    source: Network | Trace | Document, what: What, *, digits: int = PICTURE_DIGITS
) -> str:
    """The network drawn, as an SVG file of its own.

    Args:
        source: a network for the bare picture; a step of training for its numbers.
        what: `bare` for the names, `forward` for the numbers, `gradients` for those on their way
            back.
        digits: the significant digits of numbers; in full they are in `data-value`.
    """
    drawn = picture(source.trace if isinstance(source, Document) else source)
    return draw(drawn, what, digits=digits, inside_page=False)


def film_svg(traces: Sequence[Trace], *, digits: int = PICTURE_DIGITS) -> str:
    """Steps of training one after the other, as an SVG file that moves by itself.

    Args:
        traces: at least one, of one network as it is trained.
        digits: the significant digits of numbers.
    """
    film = Film(traces, digits)
    still = paint(lay_out(film.picture, film), _("A network learning"), inside_page=False)
    times = re.findall(r'class="at-(\d+)-(\d+)"', still)
    style = film.style((int(start), int(end)) for start, end in times)
    return still.replace("</style>", f"{style}</style>", 1)


def draw(drawn: Picture, what: What, *, digits: int = PICTURE_DIGITS, inside_page: bool) -> str:
    """A picture as SVG; inside a page its style sheet is the page's business."""
    return paint(laid_out(drawn, what, digits=digits), title(what), inside_page=inside_page)


def laid_out(drawn: Picture, what: What, *, digits: int = PICTURE_DIGITS) -> Scene:
    """A picture with a place for everything."""
    weights = [edge.weight for edge in drawn.edges if edge.weight]
    return lay_out(drawn, Still(what, digits, weights))


def title(what: What) -> str:
    """What a picture shows, in words."""
    return {
        "bare": _("The network"),
        "forward": _("The network with the numbers of the forward pass"),
        "gradients": _("The network with the gradients of the backward pass"),
    }[what]
