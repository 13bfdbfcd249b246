"""Document -> one self-contained page: mathematics as MathML, no script, nothing fetched.

A strict policy in the page's own head lets it load nothing and run nothing; its style sheet is
allowed by its hash. Every number that has a name stands in an element with `data-name` and
`data-value`.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from conspect.explain.document import Document, Sheet
from conspect.language import _, language_in_use
from conspect.render.page_parts import Lesson, Part
from conspect.render.sheet_parts import sheet_parts


def render(document: Document | Sheet) -> str:
    """The page, as one string."""
    if isinstance(document, Sheet):
        return _page(document.title, Markup(), sheet_parts(document))
    lesson = Lesson(document)
    return _page(document.title, lesson.reading(), lesson.parts())


def _page(title: str, reading: Markup, parts: Sequence[Part]) -> str:
    style = _style()
    return _template().render(
        language=language_in_use(),
        policy=_policy(style),
        style=Markup(style),
        title=title,
        words={"contents": _("Contents"), "from": _("from"), "into": _("into")},
        reading=reading,
        parts=parts,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("conspect", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")


@cache
def _style() -> str:
    """The style sheet with the font in it."""
    folder = resources.files("conspect.page")
    font = base64.b64encode((folder / "stix-two-math-subset.woff2").read_bytes()).decode()
    sheets = [
        (folder / name).read_text("utf-8") for name in ("page.css", "picture.css", "source.css")
    ]
    return "\n".join(sheets).replace("FONT_DATA", f"data:font/woff2;base64,{font}")


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
