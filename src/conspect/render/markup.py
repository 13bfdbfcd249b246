"""Text that goes into XML and HTML: nothing in it can become markup."""

import math
import re
from collections.abc import Mapping
from html import escape

# Characters that XML does not allow at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """The text, fit to stand between tags and in attributes.

    >>> text('<b class="x">')
    '&lt;b class=&quot;x&quot;&gt;'
    """
    return escape(_FORBIDDEN.sub("\ufffd", value))


def element(tag: str, attributes: Mapping[str, str | float], *content: str) -> str:
    """An element; its content is markup already.

    >>> element("text", {"x": 1.5, "class": "name"}, text("a < b"))
    '<text x="1.5" class="name">a &lt; b</text>'
    """
    written = "".join(f' {name}="{_attribute(value)}"' for name, value in attributes.items())
    inside = "".join(content)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def _attribute(value: str | float) -> str:
    """Numbers here are places in a picture: tenths of a pixel are plenty."""
    return text(value) if isinstance(value, str) else f"{round(value, 1):g}"


def number_attributes(key: str, value: float | None) -> dict[str, str]:
    """What marks an element as showing a number that has a name."""
    return {} if value is None else {"data-name": key, "data-value": full(value)}


def full(value: float) -> str:
    """The number at full precision, as JSON has it; names for those that are not finite.

    >>> full(0.1), full(float("-inf"))
    ('0.1', '-Infinity')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(float(value))
