"""A step of a network: a rule, and the network's names for the rule's symbols."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from conspect.language import _
from conspect.roles import Parameter
from conspect.rule import Rule


@dataclass(frozen=True)
class Step:
    """A rule with its symbols bound to names of the network.

    Args:
        rule: the layer, or the loss at the end.
        names: the network's name for a symbol; the network names the others. To read an earlier
            result, name it; to share a parameter, name it again.
        start: what parameters start from, by symbol: an array, or a number for all elements.
        fixed: the symbols of parameters that are not trained.
        number: the number that the step's names carry; given by the network.
        origin: the keys that lead to its description, for errors: `("layers", 0)`.

    >>> from conspect import Add, Dense
    >>> joint, shared = Step(Add(), {"r": "a1"}), Step(Dense(3), {"W": "W1"})
    """

    rule: Rule
    names: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, Any] = field(default_factory=dict, compare=False)
    fixed: Collection[str] = ()
    number: int = 0
    origin: tuple[str | int, ...] = field(default=(), compare=False)

    def named(self, *roles: type) -> list[str]:
        """The network's names for the symbols of these roles, in the rule's order."""
        return [
            self.names[symbol] for symbol in self.rule.with_role(*roles) if symbol in self.names
        ]

    def key(self, symbol: str) -> tuple[str | int, ...]:
        """The keys that lead to what a description says of a symbol, for errors."""
        role = self.rule.symbols[symbol]
        word = role.word if isinstance(role, Parameter) else "from"
        return (*self.origin, word) if self.origin else ()

    def title(self) -> str:
        """How errors name the step: `layer 2 (dense)`."""
        return title(self.number, self.rule)


def title(number: int, rule: Rule) -> str:
    """How errors name a step.

    >>> from conspect import Dense
    >>> title(2, Dense(3))
    'layer 2 (dense)'
    """
    return _("layer {number} ({kind})").format(number=number, kind=rule.kind())
