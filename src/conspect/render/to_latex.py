"""Document -> LaTeX: a document that pdflatex and lualatex compile, or a fragment for one's own."""

import re
from collections.abc import Iterator, Sequence

from conspect.equations.latex import LaTeX
from conspect.explain.document import Document, Picture
from conspect.render.graph.tikz import tikz
from conspect.render.paper import PICTURES, Equality, Paper
from conspect.render.to_svg import laid_out

# Digits side by side in a row of A4 with the margins below, at 11 points.
ROOM = 74

_SECTIONS = (r"\section*", r"\section*", r"\subsection*", r"\subsubsection*")

# What has a meaning for LaTeX, and the signs of mathematics that its text fonts lack.
_SPELT = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": "'",
    "`": r"\textasciigrave{}",
    "-": "{-}",
    "−": "$-$",
    "≈": r"$\approx$",
    "→": r"$\to$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "π": r"$\pi$",
    "½": r"$\frac12$",
    "²": "$^2$",
    "³": "$^3$",
    "…": r"\dots{}",
    "’": "'",
    "–": "--",
    "—": "---",
    "«": r"\guillemotleft{}",
    "»": r"\guillemotright{}",
    "\u00a0": "~",
}
_BLANKS = re.compile(r"\s+")
_CYRILLIC = re.compile(r"[А-яЁё№]")
# Letters that the fonts of the preamble have.
_PRINTABLE = re.compile(r"[ -~А-яЁё№]")

# A display belongs to the paragraph before it: no blank line stands between them.
_BEFORE_DISPLAY = re.compile(r"\n\n(?=(?:\{\\footnotesize\n)?\\begin\{align\*\})")

_PREAMBLE = r"""\documentclass[11pt,a4paper,fleqn]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  %(fonts)s
\else
  \usepackage{fontspec}
  %(opentype)s
\fi
\usepackage[%(language)s]{babel}
\usepackage[margin=22mm]{geometry}
\usepackage{amsmath}
%(pictures)s\allowdisplaybreaks
\setlength{\mathindent}{1.5em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.4em}
\emergencystretch=4em
\AtBeginDocument{\setlength{\abovedisplayskip}{0.4em}\setlength{\belowdisplayskip}{0.6em}}
\begin{document}
%(body)s
\end{document}
"""
_LATIN = r"\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}"
_OPENTYPE = (
    r"\IfFontExistsTF{CMU Serif}{\setmainfont{CMU Serif}}"
    r"{\IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}}{}}"
)


def render(document: Document, *, fragment: bool = False) -> str:
    """The document in LaTeX.

    Args:
        document: what to show.
        fragment: only what stands inside a document of one's own; it needs amsmath, and tikz for
            the pictures.
    """
    blocks = _LaTeXPaper(document, LaTeX(), ROOM).blocks()
    body = _BEFORE_DISPLAY.sub("\n", "\n\n".join(blocks))
    if fragment:
        return f"{body}\n"
    cyrillic = _CYRILLIC.search(body) is not None
    return _PREAMBLE % {
        "fonts": r"\usepackage[T2A]{fontenc}" if cyrillic else _LATIN,
        "opentype": _OPENTYPE if cyrillic else "",
        "pictures": "\\usepackage{tikz}\n" if r"\begin{tikzpicture}" in body else "",
        "language": "english,russian" if cyrillic else "english",
        "body": body,
    }


class _LaTeXPaper(Paper):
    def escaped(self, text: str) -> str:
        return escaped(text)

    def inline(self, mathematics: str) -> str:
        return f"${mathematics}$"

    def code(self, text: str) -> str:
        return rf"\texttt{{{self.escaped(text)}}}"

    def heading(self, title: str, depth: int) -> str:
        return f"{_SECTIONS[min(depth, len(_SECTIONS) - 1)]}{{{title}}}"

    def note(self, text: str) -> str:
        return rf"\textbf{{!}} \textit{{{text}}}"

    def display(self, left: str, equalities: Sequence[Equality]) -> str:
        rows = aligned(left, equalities, self.notation.signs)
        inside = " \\\\\n".join(rows)
        display = f"\\begin{{align*}}\n{inside}\n\\end{{align*}}"
        widest = max(self.notation.width(row) for row in rows)
        return f"{{\\footnotesize\n{display}}}" if widest > self.room else display

    def array(self, rows: Sequence[Sequence[str]]) -> str:
        return pmatrix(rows)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        lines = [" & ".join(header) + r" \\ \hline", *(" & ".join(row) + r" \\" for row in rows)]
        columns = "l" * len(header)
        return "\n".join([rf"{{\small\begin{{tabular}}{{{columns}}}", *lines, r"\end{tabular}}"])

    def picture(self, picture: Picture) -> Iterator[str]:
        for what in PICTURES:
            yield tikz(laid_out(picture, what), self.escaped)


def escaped(text: str) -> str:
    r"""Text in which nothing is a command; signs that LaTeX's fonts lack are named by their codes.

    >>> escaped("50% of $x_1$ \\input{/etc/passwd}")
    '50\\% of \\$x\\_1\\$ \\textbackslash{}input\\{/etc/passwd\\}'
    """
    return "".join(_spelt(sign) for sign in _BLANKS.sub(" ", text))


def _spelt(sign: str) -> str:
    if sign in _SPELT:
        return _SPELT[sign]
    return sign if _PRINTABLE.fullmatch(sign) else f"[U+{ord(sign):04X}]"


def aligned(left: str, equalities: Sequence[Equality], signs: dict[str, str]) -> list[str]:
    """The rows of an alignment: the left side once, a sign before the first row of each side."""
    rows: list[str] = []
    for sign, lines in equalities:
        first = f"{signs[sign]} {lines[0]}" if sign else lines[0]
        rows += [f"{'' if rows else left} &{first}".strip(), *(f"& {line}" for line in lines[1:])]
    return rows


def pmatrix(rows: Sequence[Sequence[str]]) -> str:
    r"""A matrix in parentheses, its rows ended by `\cr`, which no Markdown reads as an escape."""
    inside = r" \cr ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}"
