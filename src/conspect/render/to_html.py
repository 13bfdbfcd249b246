"""Document -> one self-contained page: mathematics as MathML, live, nothing fetched.

The explanation stands in the page whole, so that it can be read and printed without a script. The
page's own script takes it over: it works out every number anew whenever something is changed. It is
packed, which makes the page a third smaller; a loader of a few lines unpacks and begins it. A
strict policy in the page's head allows script, loader and style sheet, by their hashes, and nothing
else. Every number that has a name stands in an element with `data-name` and `data-value`.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from conspect.explain.document import Document, Sheet
from conspect.language import _, language_in_use
from conspect.page.begin import beginning
from conspect.page.modules import script
from conspect.render.page_parts import Lesson, Part
from conspect.render.sheet_parts import sheet_parts

if TYPE_CHECKING:
    from conspect.files import Description

# The style sheets that only some pages need.
_LIVE, _SOURCE = "live.css", "source.css"

# So long a text is numbers for the most part, in which gzip's slowest level finds 6 % more than its
# fastest, at ten times the time.
_LONG = 500_000


def render(document: Document | Sheet, description: "Description | None" = None) -> str:
    """The page, as one string.

    Args:
        document: what it explains.
        description: all rows and how they are trained on; left out, the document's own step.
    """
    if isinstance(document, Sheet):
        return _page(document.title, Markup(), sheet_parts(document), None, _SOURCE)
    lesson = Lesson(document)
    carried = beginning(document, description)
    styles = [_LIVE] if carried else []
    return _page(document.title, lesson.reading(), lesson.parts(), carried, *styles)


def _page(
    title: str,
    reading: Markup,
    parts: Sequence[Part],
    carried: dict[str, Any] | None,
    *styles: str,
) -> str:
    """The page; without data to begin with, it has no script."""
    style = style_of_page(*styles)
    source, loading = (script("view/main.js"), _loader()) if carried else ("", "")
    return _template().render(
        language=language_in_use(),
        policy=_policy(style, [loading, source] if carried else []),
        style=Markup(style),
        loader=Markup(loading),
        script=Markup(packed(source)),
        carried=Markup(packed(_written(carried))) if carried else "",
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
def style_of_page(*more: str) -> str:
    """The style sheets of every page, and more of them, with the font in them."""
    folder = resources.files("conspect.page")
    font = base64.b64encode((folder / "stix-two-math-subset.woff2").read_bytes()).decode()
    sheets = [(folder / name).read_text("utf-8") for name in ("page.css", "picture.css", *more)]
    return "\n".join(sheets).replace("FONT_DATA", f"data:font/woff2;base64,{font}")


@cache
def _loader() -> str:
    return (resources.files("conspect.page") / "loader.js").read_text("utf-8")


def packed(text: str) -> str:
    """A text packed by gzip and Base64, as the page carries what it needs.

    >>> unpacked(packed("const twice = u => 2 * u;"))
    'const twice = u => 2 * u;'
    """
    level = 1 if len(text) > _LONG else 9
    return base64.b64encode(gzip.compress(text.encode(), level, mtime=0)).decode()


def unpacked(text: str) -> str:
    """What `packed` has packed."""
    return gzip.decompress(base64.b64decode(text)).decode()


def _written(carried: dict[str, Any]) -> str:
    return json.dumps(carried, ensure_ascii=False, separators=(",", ":"))


def _policy(style: str, scripts: Sequence[str]) -> str:
    allowed = [f"style-src '{_digest(style)}'"]
    if scripts:
        allowed.append("script-src " + " ".join(f"'{_digest(each)}'" for each in scripts))
    return "; ".join(
        ["default-src 'none'", *allowed, "font-src data:", "base-uri 'none'", "form-action 'none'"]
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
