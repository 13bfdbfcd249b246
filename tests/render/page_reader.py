"""Reads the equations of a page back, from its MathML, in the notation of a line of text.

It knows how mathematics is set, and nothing of the code that sets it.
"""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from tests.printed import Printed, digits_said

_WORK = re.compile(
    r'<div class="work" id="(?P<name>[^"]*)">(?P<inside>.*?)<p class="links">.*?</p>\s*</div>'
    r'(?P<notes>(?:\s*<p class="note">.*?</p>)*)',
    re.DOTALL,
)
_ROW = re.compile(
    r'<div class="row[^"]*"><span class="sign">(.)</span>(.*?)</(?:div></div|data></div)>',
    re.DOTALL,
)
_MATH = re.compile(r"<math[^>]*>.*?</math>", re.DOTALL)
_APPLY = "\u2061"


def read_page(page: str) -> Iterator[Printed]:
    """The equations of a page."""
    for work in _WORK.finditer(page):
        rows = [(sign, _expression(inside)) for sign, inside in _ROW.findall(work["inside"])]
        assert len(rows) in (2, 3), work[0]
        yield Printed(
            name=unescape(work["name"]),
            formula=rows[0][1],
            numbers=rows[1][1],
            exactly=rows[-1][0] == "=",
            result=rows[-1][1],
            digits=digits_said(work["notes"]),
        )


def _expression(markup: str) -> str:
    nodes = [node for math in _MATH.findall(markup) for node in ElementTree.fromstring(math)]
    return _row(nodes)


def _row(nodes: list[ElementTree.Element]) -> str:
    """Nodes side by side, as text."""
    nodes = [inner for node in nodes for inner in _unwrapped(node)]
    written: list[str] = []
    place = 0
    while place < len(nodes):
        node = nodes[place]
        if node.tag == "munder":
            end = _end_of_term(nodes, place + 1)
            written.append(_reduction(node, nodes[place + 1 : end]))
            place = end
            continue
        follows = nodes[place + 1].tag if place + 1 < len(nodes) else ""
        if node.tag == "mi" and node.text == "d" and follows in ("msub", "msubsup", "msup", "mi"):
            written.append("d" + _node(nodes[place + 1]))
            place += 2
            continue
        written.append(_node(node))
        place += 1
    return "".join(written)


def _unwrapped(node: ElementTree.Element) -> list[ElementTree.Element]:
    """A number's marks hold nothing together; parentheses and braces do."""
    if node.tag == "mrow" and "data-name" in node.attrib:
        return [inner for child in node for inner in _unwrapped(child)]
    return [node]


def _end_of_term(nodes: list[ElementTree.Element], start: int) -> int:
    for place in range(start, len(nodes)):
        node = nodes[place]
        if node.tag == "mo" and node.get("form") == "infix" and node.text in ("+", "−"):
            return place
    return len(nodes)


def _reduction(node: ElementTree.Element, body: list[ElementTree.Element]) -> str:
    over = _text(node[1]).replace("…", " .. ")
    kind = {"∑": "sum"}.get(node[0].text or "", node[0].text)
    inside = _row([each for each in body if each.text != _APPLY])
    return f"{kind}({over}, {inside})"


def _node(node: ElementTree.Element) -> str:
    children = list(node)
    match node.tag:
        case "mn" | "mtext":
            return node.text or ""
        case "mi":
            return {"ln": "log", "sgn": "sign"}.get(node.text or "", node.text or "")
        case "mo":
            spaced = node.text or ""
            return (
                ""
                if spaced == _APPLY
                else f" {spaced} "
                if spaced == "·" or node.get("form") == "infix"
                else spaced
            )
        case "mfrac":
            return f"(({_row([children[0]])}) / ({_row([children[1]])}))"
        case "msqrt":
            return f"sqrt({_row(children)})"
        case "msub":
            return f"{_text(children[0])}[{_text(children[1])}]"
        case "msubsup":
            return _named(_text(children[0]), children[2], f"[{_text(children[1])}]")
        case "msup":
            return _power(*children)
        case "mtable":
            (then, when), (otherwise, _words) = ([list(cell) for cell in row] for row in children)
            condition = _row(when).partition("\u00a0")[2]
            return f"({_row(then)} if {condition} else {_row(otherwise)})"
        case "mrow":
            if children[0].text == "{":
                return _row(children[1:])
            if children[0].text == "|":
                return f"abs({_row(children[1:-1])})"
            return _row(children)
    raise AssertionError(f"{node.tag} is out of place")


def _power(base: ElementTree.Element, above: ElementTree.Element) -> str:
    """A power, or a name with its layer above it."""
    exponent = _text(above)
    if base.tag == "mi":
        return _named(base.text or "", above, "")
    if base.text == "10":
        return format(10 ** int(exponent.replace("−", "-")), ".400f").rstrip("0").rstrip(".")
    return f"({_node(base)})**{exponent}"


def _named(letters: str, above: ElementTree.Element, indices: str) -> str:
    """`W` with `(1)` and a prime above it is `new_W1`; `m` with `W(1)` above it is `m_W1`."""
    mark = _text(above)
    prefix = "new_" if mark.endswith("′") else ""
    owner, _, number = mark.removesuffix("′").rstrip(")").partition("(")
    return prefix + letters + (f"_{owner}" if owner else "") + number + indices


def _text(node: ElementTree.Element) -> str:
    return "".join(node.itertext())
