"""A call that the program makes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conspect.check.recording.operations import Part
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, Value
from conspect.check.recording.values import is_recorded

if TYPE_CHECKING:
    from conspect.check.recording.recorder import Recorder

# Calls with more results than this give no nodes of their own to them.
_MOST_PARTS = 63


@dataclass(frozen=True, slots=True)
class Call:
    """A function, and what it is called with.

    Attributes:
        number: of the place in the source.
    """

    recorder: "Recorder"
    number: int
    function: Any
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]

    @property
    def site(self) -> Site:
        """Where it stands."""
        return self.recorder.site(self.number)

    def made(self) -> Any:
        """What Python gives."""
        return self.function(*self.arguments, **self.keywords)

    def of(self, function: Any, *arguments: Any) -> "Call":
        """The same call, told as that of another function with these arguments."""
        return replace(self, function=function, arguments=arguments)

    def operands(self, values: Iterable[Any]) -> list[Any]:
        """Nodes in place of the values, where they have any."""
        site = self.site
        return [self.recorder.operand(value, site) for value in values]

    def read(self, values: Iterable[Any]) -> list[Any]:
        """The operands of an operation that asks for their values."""
        nodes = self.operands(values)
        for node in nodes:
            if isinstance(node, Node):
                node.used = True
        return nodes

    def noted(self, result: Value) -> Value:
        """The result, which now has a node, or nodes for its parts."""
        recorder, arguments, keywords = self.recorder, self.arguments, self.keywords
        if is_recorded(result):
            if not any(result is argument for argument in arguments):
                recorder.note(self.number, self.function, arguments, keywords, result)
        elif isinstance(result, (list, tuple)) and 0 < len(result) <= _MOST_PARTS:
            for index, part in enumerate(result):
                if is_recorded(part):
                    recorder.note(
                        self.number, Part(self.function, index), arguments, keywords, part
                    )
        return result
