"""Document -> one self-contained page: mathematics as MathML, live, nothing fetched.

The explanation stands in the page whole, so that it can be read and printed without a script. The
page's own script takes it over: it works out every number anew whenever something is changed. A
strict policy in the page's head allows this script and style sheet, by their hashes, and nothing
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

_SHEETS = ("page.css", "picture.css", "live.css", "source.css")


def render(document: Document | Sheet, description: "Description | None" = None) -> str:
    """The page, as one string.

    Args:
        document: what it explains.
        description: all rows and how they are trained on; left out, the document's own step.
    """
    if isinstance(document, Sheet):
        return _page(document.title, Markup(), sheet_parts(document), None)
    lesson = Lesson(document)
    carried = beginning(document, description)
    return _page(document.title, lesson.reading(), lesson.parts(), carried)


def _page(
    title: str, reading: Markup, parts: Sequence[Part], carried: dict[str, Any] | None
) -> str:
    """The page; without data to begin with, it has no script."""
    style = style_of_page()
    source = "" if carried is None else script("view/main.js")
    return _template().render(
        language=language_in_use(),
        policy=_policy(style, source),
        style=Markup(style),
        script=Markup(source),
        carried=Markup(packed(carried)) if carried else "",
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
def style_of_page() -> str:
    """The style sheets with the font in them."""
    folder = resources.files("conspect.page")
    font = base64.b64encode((folder / "stix-two-math-subset.woff2").read_bytes()).decode()
    sheets = [(folder / name).read_text("utf-8") for name in _SHEETS]
    return "\n".join(sheets).replace("FONT_DATA", f"data:font/woff2;base64,{font}")


def packed(carried: dict[str, Any]) -> str:
    """What the page's script begins with, as JSON, packed by gzip and Base64: a sixth as long.

    >>> unpacked(packed({"digits": 6}))
    {'digits': 6}
    """
    written = json.dumps(carried, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(written.encode(), mtime=0)).decode()


def unpacked(text: str) -> dict[str, Any]:
    """What `packed` has packed."""
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return data


def _policy(style: str, script: str) -> str:
    allowed = [f"style-src '{_digest(style)}'"]
    allowed += [f"script-src '{_digest(script)}'"] if script else []
    return "; ".join(
        ["default-src 'none'", *allowed, "font-src data:", "base-uri 'none'", "form-action 'none'"]
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
