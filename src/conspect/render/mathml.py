"""MathML Core: equations as a browser sets them.

`W1[2,1]` is set as W with the layer above and the indices below, `dW1` with a d before it, `new_W1`
with a prime. A number that was put in for a symbol is marked with its name and its full value.

A long sum may be broken between its terms: `chunks` gives the pieces.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal

from conspect.equations.tree import Element, Equation, Expression, Negative, Number
from conspect.equations.write import PRODUCT, Notation, decimal_parts
from conspect.language import _
from conspect.render.markup import element, number_attributes, text

# Stands where a line may be broken; never part of what is given out.
_BREAK = "\x1f"

_SIGNS = {"+": "+", "-": "−", "*": "·", "<": "&lt;", "<=": "≤", ">": "&gt;", ">=": "≥", "==": "="}
_FUNCTIONS = {"log": "ln", "sign": "sgn"}
# What is set larger, or otherwise, in an equation that stands by itself.
_LARGER_IN_DISPLAY = ("<mfrac", "<munder", "<mtable")
_NUMBERED = re.compile(r"(.*?\D)(\d+)")


class MathML(Notation):
    """How equations look in a page.

    Args:
        names: all names of the step: `W1` is W of layer 1 and `dW1` its gradient only if it has
            them; other names are set as they are.
        value_of: the full value of an element; None where it has none.
    """

    fraction_bar = True
    exponent_binding = PRODUCT

    def __init__(
        self,
        names: Collection[str] = (),
        value_of: Callable[[Element], float | None] = lambda element: None,
    ) -> None:
        self.names, self.value_of = names, value_of

    def chunks(self, tree: Expression) -> Iterator[str]:
        """The expression as `math` elements, a long sum broken before its signs."""
        for piece in self.write(tree).split(_BREAK):
            yield math(piece)

    def whole(self, tree: Expression) -> str:
        """The expression as one `math` element."""
        return math(_unbroken(self.write(tree)))

    def equation(self, equation: Equation) -> str:
        """A rule for any element as one `math` element."""
        left, right = self.write(equation.left), _unbroken(self.write(equation.right))
        return math(f'{left}<mo form="infix">=</mo>{right}')

    def result(self, value: Decimal) -> str:
        """A number with its sign as a `math` element."""
        return math(self.signed(value))

    def _plain(self, tree: Expression) -> str:
        match tree:
            case Negative(Number(value, Element() as source)):
                return self._marked(source, self.negative(self.number(value)))
            case Number(value, Element() as source):
                return self._marked(source, self.number(value))
        return super()._plain(tree)

    def _marked(self, source: Element, number: str) -> str:
        value = self.value_of(source)
        if value is None:
            return number
        indices = ",".join(self._index(index) for index in source.indices)
        key = f"{source.name}[{indices}]" if indices else source.name
        # A bare number carries the mark itself: there may be thousands of them in a sum.
        if number.startswith("<mn>") and number.count("<") == 2:
            content = number.removeprefix("<mn>").removesuffix("</mn>")
            return element("mn", number_attributes(key, value), content)
        return element("mrow", number_attributes(key, value), number)

    def number(self, value: int | Decimal) -> str:
        digits, exponent = decimal_parts(value)
        written = f"<mn>{text(digits.replace('Infinity', '∞'))}</mn>"
        if exponent is None:
            return written
        power = f"<mo>−</mo><mn>{-exponent}</mn>" if exponent < 0 else f"<mn>{exponent}</mn>"
        return f"{written}<mo>·</mo><msup><mn>10</mn><mrow>{power}</mrow></msup>"

    def constant(self, name: str) -> str:
        return {"pi": "<mi>π</mi>"}[name]

    def element(self, name: str, indices: Sequence[str]) -> str:
        gradient = name.startswith("d") and name[1:] in self.names
        new = name.startswith("new_")
        bare = name[1:] if gradient else name.removeprefix("new_")
        letters, above = self._split(bare)
        above += "<mo>′</mo>" if new else ""
        below = "<mo>,</mo>".join(f"<mi>{text(index)}</mi>" for index in indices)
        return ("<mi>d</mi>" if gradient else "") + _scripts(
            f"<mi>{text(letters)}</mi>", below, above
        )

    def _split(self, name: str) -> tuple[str, str]:
        """The letters of a name, and what stands above them: its number, or whose state it is."""
        letters, _underscore, owner = name.partition("_")
        if owner and owner in self.names:
            owners, number = self._split(owner)
            return letters, f"<mi>{text(owners)}</mi>{number}"
        match = _NUMBERED.fullmatch(name)
        if match is None or name not in self.names:
            return name, ""
        return match[1], f"<mo>(</mo><mn>{match[2]}</mn><mo>)</mo>"

    def binary(self, sign: str, left: str, right: str) -> str:
        if sign == "/":
            return f"<mfrac><mrow>{_unbroken(left)}</mrow><mrow>{_unbroken(right)}</mrow></mfrac>"
        # Where a line is broken its sign stands first, and would pass for a prefix; a dot never.
        before = _BREAK if sign in "+-" else ""
        form = "" if sign == "*" else ' form="infix"'
        return f"{left}{before}<mo{form}>{_SIGNS[sign]}</mo>{right}"

    def negative(self, operand: str) -> str:
        return f'<mo form="prefix">−</mo>{operand}'

    def power(self, base: str, exponent: str) -> str:
        base = base if base.startswith(("<mn>", "<mrow><mo>(")) else self.parentheses(base)
        return f"<msup><mrow>{base}</mrow><mrow>{_unbroken(exponent)}</mrow></msup>"

    def function(self, name: str, argument: str) -> str:
        argument = _unbroken(argument)
        if name == "sqrt":
            return f"<msqrt><mrow>{argument}</mrow></msqrt>"
        if name == "abs":
            return f"<mrow><mo>|</mo>{argument}<mo>|</mo></mrow>"
        return f"<mi>{_FUNCTIONS.get(name, name)}</mi><mo>\u2061</mo>{self.parentheses(argument)}"

    def maximum(self, terms: Sequence[str]) -> str:
        inside = f"<mo>,</mo>{_BREAK}".join(_unbroken(term) for term in terms)
        return (
            '<mi>max</mi><mo>\u2061</mo><mo stretchy="false">(</mo>'
            f'{inside}<mo stretchy="false">)</mo>'
        )

    def reduction(self, kind: str, index: str, size: int | None, body: str) -> str:
        over, body = f"<mi>{text(index)}</mi>", _unbroken(body)
        if size is not None:
            over += f"<mo>=</mo><mn>1</mn><mo>…</mo><mn>{size}</mn>"
        if kind == "sum":
            return f"<munder><mo>∑</mo><mrow>{over}</mrow></munder>{body}"
        held = self.parentheses(body)
        return f"<munder><mi>{kind}</mi><mrow>{over}</mrow></munder><mo>\u2061</mo>{held}"

    def choice(self, then: str, condition: str, otherwise: str) -> str:
        cases = [
            (then, f"<mtext>{text(_('if'))}\u00a0</mtext>{_unbroken(condition)}"),
            (otherwise, f"<mtext>{text(_('otherwise'))}</mtext>"),
        ]
        rows = "".join(
            f"<mtr><mtd>{_unbroken(value)}</mtd><mtd>{when}</mtd></mtr>" for value, when in cases
        )
        return f"<mrow><mo>{{</mo><mtable>{rows}</mtable></mrow>"

    def parentheses(self, inside: str) -> str:
        return f"<mrow><mo>(</mo>{_unbroken(inside)}<mo>)</mo></mrow>"


def math(content: str) -> str:
    """The `math` element that holds an expression."""
    is_large = any(tag in content for tag in _LARGER_IN_DISPLAY)
    style = ' displaystyle="true"' if is_large else ""
    return f"<math{style}>{content}</math>"


def _unbroken(content: str) -> str:
    return content.replace(_BREAK, "")


def _scripts(base: str, below: str, above: str) -> str:
    match bool(below), bool(above):
        case True, True:
            return f"<msubsup>{base}<mrow>{below}</mrow><mrow>{above}</mrow></msubsup>"
        case True, False:
            return f"<msub>{base}<mrow>{below}</mrow></msub>"
        case False, True:
            return f"<msup>{base}<mrow>{above}</mrow></msup>"
    return base
