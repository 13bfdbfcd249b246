"""A step of a network: a rule, and the network's names for the rule's symbols."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conspect.rule import Rule


@dataclass(frozen=True, init=False)
class Step:
    """A rule with its symbols bound to names of the network.

    Args:
        rule: the layer, or the loss at the end.
        start: what parameters start from, by symbol: an array, or a number for all elements.
        fixed: the symbols of parameters that are not trained.
        number: the number that the step's names carry; given by the network.
        names: the network's name for a symbol, also as keywords; the network names the others.
            To read an earlier result, name it; to share a parameter, name it again.

    >>> from conspect import Dense
    >>> Step(Dense(3), x="a1", W="W1").names
    {'x': 'a1', 'W': 'W1'}
    """

    rule: Rule
    names: Mapping[str, str]
    start: Mapping[str, Any] = field(compare=False)
    fixed: frozenset[str]
    number: int

    def __init__(
        self,
        rule: Rule,
        names: Mapping[str, str] | None = None,
        *,
        start: Mapping[str, Any] | None = None,
        fixed: frozenset[str] | set[str] | tuple[str, ...] = (),
        number: int = 0,
        **more_names: str,
    ) -> None:
        object.__setattr__(self, "rule", rule)
        object.__setattr__(self, "names", {**(names or {}), **more_names})
        object.__setattr__(self, "start", dict(start or {}))
        object.__setattr__(self, "fixed", frozenset(fixed))
        object.__setattr__(self, "number", number)

    def named(self, *roles: type) -> list[str]:
        """The network's names for the symbols of these roles, in the rule's order."""
        return [
            self.names[symbol] for symbol in self.rule.with_role(*roles) if symbol in self.names
        ]

    def title(self) -> str:
        """How errors name the step: `layer 2 (dense)`."""
        return f"layer {self.number} ({self.rule.kind()})"
