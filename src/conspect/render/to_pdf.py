"""Document -> PDF, typeset by Typst. The same document always gives the same bytes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from conspect.equations.typst import Typst
from conspect.errors import MissingExtraError
from conspect.explain.document import Document, Picture
from conspect.language import language_in_use
from conspect.render.paper import PICTURES, Equality, Paper
from conspect.render.to_svg import draw

# Digits side by side in a row of A4 with the margins below, at 11 points.
ROOM = 76

_PREAMBLE = """\
#set document(title: {title})
#set page(paper: "a4", margin: 22mm, numbering: "1")
#set text(size: 11pt, lang: {language})
#set par(justify: false)
#show heading: set block(above: 1.3em, below: 0.8em)
#show math.equation.where(block: true): set align(left)
#show math.equation.where(block: true): set block(breakable: true)
#show math.equation.where(block: true): it => pad(left: 1.5em, it)
#let fitting(picture) = layout(page => {{
  let size = measure(picture)
  set image(width: calc.min(page.width, size.width))
  align(center, picture)
}})
"""


def render(document: Document) -> bytes:
    """The document as PDF.

    Raises:
        MissingExtraError: Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtraError("typst", extra="pdf") from None
    source = typst_source(document).encode()
    # The one moment that every PDF claims to come from; the fonts are those that Typst brings.
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    made: bytes = typst.compile(source, format="pdf", ignore_system_fonts=True, timestamp=moment)
    return made


def typst_source(document: Document) -> str:
    """The document in Typst's own language."""
    preamble = _PREAMBLE.format(title=quoted(document.title), language=quoted(language_in_use()))
    return preamble + "\n\n".join(_TypstPaper(document, Typst(), ROOM).blocks()) + "\n"


class _TypstPaper(Paper):
    def escaped(self, text: str) -> str:
        return f"#{quoted(text)};" if text else ""

    def inline(self, mathematics: str) -> str:
        return f"${mathematics}$"

    def code(self, text: str) -> str:
        return f"#raw({quoted(text)});"

    def heading(self, title: str, depth: int) -> str:
        return f"{'=' * (depth + 1)} {title}"

    def note(self, text: str) -> str:
        return f"#block(inset: (left: 0.8em), stroke: (left: 2pt))[{text}]"

    def display(self, left: str, equalities: Sequence[Equality]) -> str:
        rows: list[str] = []
        for sign, lines in equalities:
            first = f"{self.notation.signs[sign]} {lines[0]}" if sign else lines[0]
            rows += [f"{'' if rows else left} &{first}", *(f"&{line}" for line in lines[1:])]
        inside = " \\ ".join(rows)
        return f"$ {inside} $"

    def array(self, rows: Sequence[Sequence[str]]) -> str:
        return f"mat({'; '.join(', '.join(row) for row in rows)})"

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        cells = ", ".join(f"[{cell}]" for row in (header, *rows) for cell in row)
        return f"#table(columns: {len(header)}, stroke: none, {cells})"

    def picture(self, picture: Picture) -> Iterator[str]:
        for what in PICTURES:
            svg = quoted(draw(picture, what, inside_page=False))
            yield f"#fitting(image(bytes({svg})))"


def quoted(text: str) -> str:
    r"""A string of Typst's: nothing in it is markup.

    >>> print(quoted('#panic("x")'))
    "#panic(\"x\")"
    """
    flat = "".join(sign if sign.isprintable() else " " for sign in text)
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'
