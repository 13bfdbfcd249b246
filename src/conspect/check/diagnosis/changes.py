"""The kinds of change that `mistakes` make: to activations, to products, to weights."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.moves import MOVES
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.evidence import Evidence, Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.recording.tape import Node, put_in
from conspect.language import _

# Of an activation that is named by its text.
_LONGEST_TEXT = 40

Back = list[tuple[Node, Array]]
Group = tuple[int, ...]
"""Activations, by their places in the list of a step's activations."""


def groups(evidence: Evidence, *, elementwise: bool = True, below: bool = False) -> Iterator[Group]:
    """The groups of activations at which a mistake would spoil no gradient that is right.

    Args:
        elementwise: whether those that work element by element are wanted, or the others.
        below: whether the mistake leaves the gradients of the activations' own layers alone.
    """
    layers = evidence.telling.layers
    place = {region: k for k, region in enumerate(layers.regions)}
    for members in layers.groups():
        kept = [region for region in members if region.elementwise is elementwise]
        spoilt = evidence.telling.behind(region.before for region in kept)
        if below:
            spoilt -= _own(evidence, kept)
        if kept and spoilt <= evidence.may_be_spoilt and spoilt:
            yield tuple(sorted(place[region] for region in kept))


def _own(evidence: Evidence, regions: list[Region]) -> set[int]:
    """The parameters of the layers that end in some activations."""
    first = evidence.telling
    return {
        evidence.case.place[id(chain)][0]
        for version, chain in first.moment.step.versions.items()
        if first.layers.own_regions(version) & set(regions)
    }


def passes_down(evidence: Evidence, k: int) -> bool:
    """Whether a mistake in what passes down through a parameter would spoil no right gradient."""
    first = evidence.telling
    below = [
        use.other
        for use in first.layers.uses
        if use.is_product
        and use.other in first.layers.dependent
        and evidence.case.place[id(first.moment.step.versions[use.version])][0] == k
    ]
    spoilt = first.behind(node for node in below if node is not None)
    return bool(spoilt) and spoilt <= evidence.may_be_spoilt


def chosen(setting: Setting, group: Group) -> list[Region]:
    """The activations of a group at a step."""
    regions = setting.layers.regions
    return [regions[k] for k in group if k < len(regions)]


def where(evidence: Evidence, group: Group) -> str:
    """The lines of a group's activations, in words: `3, 7`; of a single one, `3 (np.tanh(z))`."""
    sites = {r.after.site for r in chosen(evidence.telling, group) if r.after.site}
    places = sorted({(site.cell or 0, site.line) for site in sites})
    lines = ", ".join(_line(cell, line) for cell, line in places) or "?"
    text = next(iter(sites)).text if len(sites) == 1 else ""
    return f"{lines} ({text})" if text and len(text) <= _LONGEST_TEXT else lines


def _line(cell: int, line: int) -> str:
    return _("{line} of cell {cell}").format(line=line, cell=cell) if cell else str(line)


NewSlope = Callable[[Setting, Region, Array], "Array | float | None"]
"""Gives an activation's derivative as the program may have it, from the adjoint of its result."""


def with_slope(group: Group, new: NewSlope) -> Callable[[Setting], Override]:
    """Another derivative for some activations."""

    def override_at(setting: Setting) -> Override:
        by_after = {region.after: region for region in chosen(setting, group)}

        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            region = by_after.get(node)
            if region is None:
                return None
            slope = new(setting, region, g)
            if slope is None:
                raise ValueError("the shapes forbid it")
            return [(region.before, np.asarray(g * slope))]

        return override

    return override_at


def with_result(group: Group, new: NewSlope) -> Callable[[Setting], Override]:
    """Something else than a product with the derivative: `new` gives what goes on downwards."""

    def override_at(setting: Setting) -> Override:
        by_after = {region.after: region for region in chosen(setting, group)}

        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            region = by_after.get(node)
            if region is None:
                return None
            # Such a function is not linear: it needs the program's own value.
            factor = setting.program_factor(node)
            result = new(setting, region, g * factor)
            if result is not None:
                result = np.asarray(result) / factor
            if result is None or np.shape(result) != region.before.shape:
                raise ValueError("the shapes forbid it")
            return [(region.before, np.asarray(result))]

        return override

    return override_at


class Overlay:
    """Values with some nodes' replaced, as far as they are only moved about (transposed, cut)."""

    def __init__(self, values: Values, replaced: dict[Node, Array]) -> None:
        self.values, self.replaced = values, replaced
        self._moved: dict[Node, object] = dict(replaced)

    def __call__(self, node: Node) -> object:
        if node in self._moved:
            return self._moved[node]
        name = name_of(node.function)
        if (name in MOVES or name == "identity") and node.inputs:
            first = node.inputs[0]
            value = self(first)
            if first in self._moved:

                def look(entry: Node) -> object:
                    return value if entry is first else self.values(entry)

                assert node.function is not None
                arguments = [put_in(argument, look) for argument in node.arguments]
                keywords = {key: put_in(v, look) for key, v in node.keywords.items()}
                self._moved[node] = node.function(*arguments, **keywords)
                return self._moved[node]
        return self.values(node)


NewWeights = Callable[[Setting, Node], "Array | None"]
"""Gives what stands in the place of a parameter on the way back; None to leave it."""


def with_weights(new: NewWeights) -> Callable[[Setting], Override]:
    """Something else in the place of weights, where what comes from above passes through them."""

    def override_at(setting: Setting) -> Override:
        replaced: dict[Node, Array] = {}
        for version in setting.moment.step.versions:
            value = new(setting, version)
            if value is not None:
                if value.shape != version.shape:
                    raise ValueError("the shapes forbid it")
                replaced[version] = value
        uses = [use for use in setting.layers.uses if use.is_product and use.version in replaced]
        # Of two parameters that are multiplied, the one updated first sees the other as it was.
        uses.sort(key=lambda use: _updated_at(setting, use.version), reverse=True)
        by_node: dict[Node, Use] = {use.node: use for use in uses}
        overlay = Overlay(setting.case.values, replaced)

        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            use = by_node.get(node)
            if use is None:
                return None
            right = reverse.back(node, g)
            changed = reverse.back_with(overlay, node, g)
            own = [(entry, by) for entry, by in right if entry is use.weight]
            return own + [(entry, by) for entry, by in changed if entry is not use.weight]

        return override

    return override_at


def _updated_at(setting: Setting, version: Node) -> int:
    """When a parameter gets its next value, in the order of events; 0 if never."""
    return next(
        (
            transition.links[0].binding.serial
            for transition in setting.moment.step.transitions
            if transition.version is version and transition.links
        ),
        0,
    )


NewInput = Callable[[Setting, Use], "Array | None"]
"""Gives what stands in the place of a layer's input in the gradient of its weights."""


def with_input(new: NewInput) -> Callable[[Setting], Override]:
    """Something else in the place of a layer's input, in the gradient of its weights alone."""

    def override_at(setting: Setting) -> Override:
        replaced: dict[Node, tuple[Use, Array]] = {}
        for use in setting.layers.uses:
            value = new(setting, use) if use.is_product and use.other is not None else None
            if value is not None and use.other is not None and value.shape == use.other.shape:
                replaced[use.node] = (use, value)
        if not replaced:
            raise ValueError("there is no such input")

        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            if node not in replaced:
                return None
            use, value = replaced[node]
            right = reverse.back(node, g)

            def look(entry: Node) -> object:
                return value if entry is use.other else reverse.value(entry)

            changed = reverse.back_with(look, node, g)
            own = [(entry, by) for entry, by in changed if entry is use.weight]
            return own + [(entry, by) for entry, by in right if entry is not use.weight]

        return override

    return override_at
