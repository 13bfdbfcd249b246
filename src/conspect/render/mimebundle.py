"""How documents, steps and networks show themselves in a notebook.

A notebook that is not trusted strips scripts, SVG and MathML from what it shows. So the HTML here
is text and nothing but text, the mathematics in Markdown is LaTeX, and pictures are images whose
data stands in their address.
"""

import base64
import html
from collections.abc import Iterable

from conspect.equations.write import Unicode
from conspect.explain.description import description
from conspect.explain.document import Document, Picture
from conspect.explain.rounding import shorten
from conspect.language import _
from conspect.network import Network
from conspect.render import to_markdown
from conspect.render.graph.captions import What
from conspect.render.to_svg import picture_svg, title
from conspect.trace import Trace

Bundle = dict[str, str]


def of_network(network: Network) -> Bundle:
    """A network: its picture, and what it is made of."""
    return _bundle(description(network), [_image(network, "bare")])


def of_trace(trace: Trace) -> Bundle:
    """A step: the numbers on their way forward, the gradients on theirs back, the loss."""
    number = Unicode().signed
    said = _("Loss {before} before the update, {after} after it, on the same batch.").format(
        before=number(shorten(trace.loss, 6)), after=number(shorten(trace.loss_after, 6))
    )
    images = [_image(trace, "forward"), _image(trace, "gradients")]
    return _bundle([*description(trace.network), said], images)


def of_document(document: Document) -> Bundle:
    """A lesson, whole."""
    text = document.to_text()
    images = [_image(document, what) for what in _what(document)]
    return {
        "text/plain": text,
        "text/markdown": "\n\n".join([*map(_in_markdown, images), to_markdown.render(document)]),
        "text/html": "".join([*map(_in_html, images), f"<pre>{html.escape(text)}</pre>"]),
    }


def _what(document: Document) -> tuple[What, ...]:
    """The pictures that go with a lesson: none where it is only about some numbers."""
    nodes = [node for section in document.sections for node in section.nodes]
    return ("forward", "gradients") if any(isinstance(n, Picture) for n in nodes) else ()


def _bundle(paragraphs: Iterable[str], images: list[tuple[str, str]]) -> Bundle:
    texts = list(paragraphs)
    in_markdown = [*map(to_markdown.escaped, texts), *map(_in_markdown, images)]
    in_html = [*(f"<p>{html.escape(text)}</p>" for text in texts), *map(_in_html, images)]
    return {
        "text/plain": "\n".join(texts),
        "text/markdown": "\n\n".join(in_markdown),
        "text/html": "".join(in_html),
    }


def _image(source: Network | Trace | Document, what: What) -> tuple[str, str]:
    """A picture's title, and an address that holds the picture itself."""
    data = base64.b64encode(picture_svg(source, what).encode()).decode()
    return title(what), f"data:image/svg+xml;base64,{data}"


def _in_html(image: tuple[str, str]) -> str:
    words, address = image
    return f'<p><img alt="{html.escape(words)}" src="{address}"></p>'


def _in_markdown(image: tuple[str, str]) -> str:
    words, address = image
    return f"![{to_markdown.escaped(words)}]({address})"
