"""How documents, steps and networks show themselves in a notebook.

A notebook that is not trusted strips scripts, SVG and MathML from what it shows. So the HTML here
is text and nothing but text, the mathematics in Markdown is LaTeX, and pictures are images whose
data stands in their address.
"""

import html
from collections.abc import Iterable, Sequence

from rich.text import Text as Styled

from conspect.equations.write import Unicode
from conspect.explain.description import description
from conspect.explain.document import Document, Picture
from conspect.explain.rounding import shorten
from conspect.language import _
from conspect.network import Network
from conspect.render import to_markdown
from conspect.render.drawn import Drawing, draw
from conspect.render.to_text import styled_rows
from conspect.trace import Trace

Bundle = dict[str, str]

_WIDTH = 80


def of_network(network: Network) -> Bundle:
    """A network: its picture, and what it is made of."""
    return _bundle(description(network), [draw(network)])


def of_trace(trace: Trace) -> Bundle:
    """A step: the numbers on their way forward, the gradients on theirs back, the loss."""
    number = Unicode().signed
    said = _("Loss {before} before the update, {after} after it, on the same batch.").format(
        before=number(shorten(trace.loss, 6)), after=number(shorten(trace.loss_after, 6))
    )
    return _bundle([*description(trace.network), said], _both_ways(trace))


def of_document(document: Document) -> Bundle:
    """A lesson, whole; with pictures unless it is only about some numbers."""
    nodes = [node for section in document.sections for node in section.nodes]
    drawings = _both_ways(document) if any(isinstance(node, Picture) for node in nodes) else []
    text = document.to_text()
    in_markdown = [*(drawing.in_markdown() for drawing in drawings), document.to_markdown()]
    in_html = [*(drawing.in_html() for drawing in drawings), f"<pre>{_marked(document)}</pre>"]
    return {
        "text/plain": text,
        "text/markdown": "\n\n".join(in_markdown),
        "text/html": "".join(in_html),
    }


def _marked(document: Document) -> str:
    """The text of a lesson as HTML, with its titles and its results in bold."""
    return "".join(f"{_in_bold(row)}\n" for row in styled_rows(document, _WIDTH, ascii_only=False))


def _in_bold(row: Styled) -> str:
    text = row.plain.rstrip()
    if "bold" in str(row.style):
        return f"<b>{html.escape(text)}</b>" if text else ""
    written, place = [], 0
    for span in row.spans:
        if "bold" in str(span.style):
            inside = html.escape(text[span.start : span.end])
            written += [html.escape(text[place : span.start]), f"<b>{inside}</b>"]
            place = span.end
    return "".join([*written, html.escape(text[place:])])


def _both_ways(source: Trace | Document) -> list[Drawing]:
    return [draw(source, "forward"), draw(source, "gradients")]


def _bundle(paragraphs: Iterable[str], drawings: Sequence[Drawing]) -> Bundle:
    texts = list(paragraphs)
    in_markdown = [to_markdown.escaped(text) for text in texts]
    in_html = [f"<p>{html.escape(text)}</p>" for text in texts]
    return {
        "text/plain": "\n".join(texts),
        "text/markdown": "\n\n".join([*in_markdown, *(each.in_markdown() for each in drawings)]),
        "text/html": "".join([*in_html, *(each.in_html() for each in drawings)]),
    }
