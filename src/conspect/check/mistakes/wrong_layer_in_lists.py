"""Where units are numbers in lists: `h2[i]` in the place of `h1[i]`."""

from collections.abc import Iterator

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import (
    Group,
    NewInput,
    NewSlope,
    groups,
    where,
    with_input,
    with_slope,
)  # fmt: skip
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.recording.tape import Node
from conspect.language import _

_MOST_LAYERS = 6


def propose(evidence: Evidence) -> Iterator[Flow]:
    """The slopes, and the values, of another layer's units, each for the one of its number."""
    layers = _layers(evidence.telling)
    for own in groups(evidence):
        for other in layers.get(own, []):
            yield Flow(
                "wrong_layer_activation", 1.4, with_slope(own, _slopes_of(own, other)),
                _("the derivative at the activation of line {line} is another layer's").format(
                    line=where(evidence, own)
                ),
                _("use the values of the same layer"),
                ("dz = da · f'(z)", "dz = da · f'(z of another layer)"),
            )  # fmt: skip
    for k in evidence.comparison.wrong if layers else ():
        name = evidence.case.parameters[k].name
        for own, others in layers.items():
            for other in others if _takes_in(evidence.telling, k, own) else ():
                yield Flow(
                    "wrong_layer_activation", 1.5, with_input(_values_of(k, own, other)),
                    _("the gradient of {name} is made with another layer's values").format(
                        name=name
                    ),
                    _("multiply the delta by the values that this layer takes in"),
                    ("dW = x · dz", "dW = (another layer's values) · dz"),
                )  # fmt: skip


def _layers(setting: Setting) -> dict[Group, list[Group]]:
    """The layers whose units are numbers, and for each the others that have as many."""
    place = {region: k for k, region in enumerate(setting.layers.regions)}
    by_level: dict[int, list[int]] = {}
    for region, level in setting.layers.level.items():
        if region.after.shape == () and region.elementwise:
            by_level.setdefault(level, []).append(place[region])
    found = [tuple(sorted(units)) for units in by_level.values() if len(units) > 1]
    return {
        own: [other for other in found if other != own and len(other) >= len(own)]
        for own in found[:_MOST_LAYERS]
    }


def _slopes_of(own: Group, other: Group) -> NewSlope:
    counterpart = dict(zip(own, other, strict=False))

    def slope(setting: Setting, region: Region, g: Array) -> Array | None:
        regions = setting.layers.regions
        k = counterpart[next(n for n in own if regions[n] is region)]
        return setting.slope(regions[k]) if k < len(regions) else None

    return slope


def _takes_in(setting: Setting, k: int, own: Group) -> bool:
    """Whether a parameter is multiplied with the results of a layer."""
    results = _results(setting, own)
    return any(use.other in results for use in _uses(setting, k))


def _values_of(k: int, own: Group, other: Group) -> NewInput:
    def value(setting: Setting, use: Use) -> Array | None:
        chain = setting.moment.step.versions[use.version]
        result = _results(setting, own).get(use.other) if use.other is not None else None
        if setting.case.place[id(chain)][0] != k or result is None:
            return None
        return setting.value(setting.layers.regions[other[result]].after)

    return value


def _results(setting: Setting, own: Group) -> dict[Node | None, int]:
    """The results of a layer, and their numbers in it."""
    regions = setting.layers.regions
    return {regions[n].after: j for j, n in enumerate(own) if n < len(regions)}


def _uses(setting: Setting, k: int) -> list[Use]:
    versions, place = setting.moment.step.versions, setting.case.place
    return [use for use in setting.layers.uses if place[id(versions[use.version])][0] == k]
