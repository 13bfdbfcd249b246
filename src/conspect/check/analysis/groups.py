"""Parameters under the names that reach them; numbers in a list belong together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from conspect.check.analysis.chains import Chain
from conspect.check.derivatives.arrays import Array
from conspect.check.recording.tape import Binding, Node, Tape

# What a parameter is called that no name reaches.
UNNAMED = "?"

_MOST_LOOKED_AT = 30_000
_LONGEST = 3000


@dataclass
class Parameter:
    """A parameter of the program.

    Attributes:
        name: the shortest expression that reaches it.
        chains: the array's versions; for a list of numbers, those of each number.
        places: for a list of numbers, where each stands; empty for an array.
        shape: of the whole.
    """

    name: str
    chains: list[Chain]
    shape: tuple[int, ...]
    places: list[tuple[int, ...]] = field(default_factory=list)

    def put_together(self, parts: Mapping[int, Array | float]) -> Array:
        """An array of the parameter's shape from one value a chain, by the chain's place."""
        if not self.places:
            return np.asarray(parts.get(0, np.zeros(self.shape)))
        whole = np.zeros(self.shape)
        for k, place in enumerate(self.places):
            whole[place] = float(np.asarray(parts.get(k, 0.0)).reshape(()))
        return whole


def find_groups(
    tape: Tape, chains: list[Chain], namespaces: Iterable[Mapping[str, Any]]
) -> list[Parameter]:
    """Name the chains and put numbers of one list together."""
    reached = _reach(tape, chains, namespaces)
    bindings: dict[Node, list[Binding]] = {}
    for binding in tape.bindings:
        bindings.setdefault(binding.new, []).append(binding)
    named = [(chain, reached.get(id(chain)) or _written_name(chain, bindings)) for chain in chains]
    parameters: dict[str, Parameter] = {}
    scalars: dict[str, list[tuple[tuple[int, ...], Chain]]] = {}
    for chain, name in named:
        owner, place = _split(name)
        if chain.root.shape == () and place:
            scalars.setdefault(owner, []).append((place, chain))
        else:
            free = name if name not in parameters else f"{name} ({len(parameters) + 1})"
            parameters[free] = Parameter(free, [chain], chain.root.shape)
    for owner, members in scalars.items():
        for parameter in _listed(owner, members):
            parameters[parameter.name] = parameter
    order = {id(chain): k for k, chain in enumerate(chains)}
    return sorted(parameters.values(), key=lambda p: order[id(p.chains[0])])


def _listed(owner: str, members: list[tuple[tuple[int, ...], Chain]]) -> list[Parameter]:
    """The numbers of one list, or one list of lists."""
    depths = {len(place) for place, _ in members}
    if len(depths) > 1:
        by_depth = [[m for m in members if len(m[0]) == depth] for depth in sorted(depths)]
        return [p for k, part in enumerate(by_depth) for p in _listed(owner + "'" * k, part)]
    places = [place for place, _ in members]
    first = [min(place[axis] for place in places) for axis in range(len(places[0]))]
    shape = tuple(
        max(place[axis] for place in places) - first[axis] + 1 for axis in range(len(places[0]))
    )
    moved = [tuple(int(k) - f for k, f in zip(place, first, strict=True)) for place in places]
    return [Parameter(owner, [chain for _, chain in members], shape, moved)]


_INDEX = re.compile(r"^(.*?)((?:\[\d+\]){1,2})$")


def _split(name: str) -> tuple[str, tuple[int, ...]]:
    """The list and the place of a number in it.

    >>> _split("network[0][1][2]"), _split("w")
    (('network[0]', (1, 2)), ('w', ()))
    """
    match = _INDEX.match(name)
    if not match:
        return name, ()
    return match[1], tuple(int(k) for k in re.findall(r"\d+", match[2]))


def _written_name(chain: Chain, bindings: dict[Node, list[Binding]]) -> str:
    """The name that the source uses where the value is bound; the module's names first."""
    found = [b for version in chain.versions for b in bindings.get(version, ())]
    texts = sorted(
        (b for b in found if b.text),
        key=lambda b: (b.site.scope != "" and "." not in b.text, len(b.text)),
    )
    return texts[0].text if texts else UNNAMED


def _reach(
    tape: Tape, chains: list[Chain], namespaces: Iterable[Mapping[str, Any]]
) -> dict[int, str]:
    """The expressions that reach the values that the chains have now."""
    wanted: dict[int, Chain] = {}
    for chain in chains:
        for version in chain.versions:
            wanted[id(version.value)] = chain
    bound = {
        b.place[2] for b in tape.bindings if isinstance(b.place, tuple) and b.place[0] == "name"
    }
    found: dict[int, str] = {}
    seen: set[int] = set()
    level: list[tuple[str, Any]] = []
    for namespace in namespaces:
        for name, value in list(namespace.items()):
            plain = isinstance(value, (float, np.ndarray, np.generic))
            if not name.startswith("__") and not (plain and name not in bound):
                level.append((name, value))
    looked_at = 0
    while level and looked_at < _MOST_LOOKED_AT:
        below: list[tuple[str, Any]] = []
        for expression, value in level:
            looked_at += 1
            if id(value) in wanted:
                found.setdefault(id(wanted[id(value)]), expression)
            elif id(value) not in seen:
                seen.add(id(value))
                below += _inside(expression, value)
        level = below
    return found


def _inside(expression: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, (ModuleType, type, str, bytes)) or (
        callable(value) and not hasattr(value, "__dict__")
    ):
        return []
    if isinstance(value, dict):
        pairs = [(f"{expression}[{k!r}]", v) for k, v in value.items() if isinstance(k, (str, int))]
        return pairs[:_LONGEST]
    if isinstance(value, (list, tuple)):
        return [(f"{expression}[{k}]", v) for k, v in enumerate(value[:_LONGEST])]
    if isinstance(value, np.ndarray):
        return [(expression, value.base)] if isinstance(value.base, np.ndarray) else []
    inside = getattr(value, "__dict__", None)
    if isinstance(inside, dict) and type(value).__module__ != "numpy":
        return [
            (f"{expression}.{k}", v)
            for k, v in list(inside.items())[:_LONGEST]
            if isinstance(k, str)
        ]
    return []
