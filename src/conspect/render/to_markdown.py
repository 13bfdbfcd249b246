"""Document -> Markdown with LaTeX's mathematics, as GitHub and Jupyter show it."""

import re
from collections.abc import Iterator, Sequence

from conspect.equations.latex import LaTeX
from conspect.equations.write import Unicode
from conspect.explain.document import Document, Picture
from conspect.render.drawing import draw, is_drawable
from conspect.render.paper import Equality, Paper
from conspect.render.to_latex import aligned, pmatrix

# Digits side by side in the column of text of a repository's page.
ROOM = 72

# What begins markup anywhere, and what would make an address a link.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&@])|(:)(?=//)|(\.)(?<=www\.)")
# What begins a list or a heading where a paragraph begins.
_BEGINNING = re.compile(r"^(\d*)([-+=.)])")


def render(document: Document) -> str:
    """The document in Markdown."""
    return "\n\n".join(_MarkdownPaper(document, LaTeX(), ROOM).blocks()) + "\n"


class _MarkdownPaper(Paper):
    def escaped(self, text: str) -> str:
        return escaped(text)

    def inline(self, mathematics: str) -> str:
        return f"${mathematics}$"

    def code(self, text: str) -> str:
        return f"`{text}`"

    def heading(self, title: str, depth: int) -> str:
        return f"{'#' * (depth + 1)} {title}"

    def note(self, text: str) -> str:
        return f"> **!** {text}"

    def display(self, left: str, equalities: Sequence[Equality]) -> str:
        # \cr ends a row here: of \\ some Markdown readers leave one backslash.
        rows = aligned(left, equalities, self.notation.signs)
        return "\n".join(["$$", r"\begin{aligned}", " \\cr\n".join(rows), r"\end{aligned}", "$$"])

    def array(self, rows: Sequence[Sequence[str]]) -> str:
        return pmatrix(rows)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        lines = [header, ["---"] * len(header), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def picture(self, picture: Picture) -> Iterator[str]:
        if not is_drawable(picture):
            return
        rows = draw(picture, Unicode(), self.digits, ascii_only=False)
        yield "\n".join(["```text", *rows, "```"])


def escaped(text: str) -> str:
    r"""Text in which nothing is markup, an address or mathematics.

    >>> escaped("<b>*bold*</b> costs $5: http://x.y")
    '\\<b\\>\\*bold\\*\\</b\\> costs \\$5: http\\://x.y'
    """
    flat = re.sub(r"\s+", " ", text)
    return _BEGINNING.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", flat))
