"""The value of another layer is used."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.comparison import difference, ratio
from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import (
    NewSlope,
    chosen,
    groups,
    where,
    with_input,
    with_slope,
)  # fmt: skip
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.diagnosis.output_slopes import Formula, formulas_of, is_slope
from conspect.check.recording.tape import Node
from conspect.language import _

_MOST_PLACES = 12


def propose(evidence: Evidence) -> Iterator[Flow]:
    """F' of another layer's values; another layer's activation in the gradient of the weights."""
    yield from _other_slopes(evidence)
    yield from _other_inputs(evidence)
    yield from _own_results(evidence)


def _other_slopes(evidence: Evidence) -> Iterator[Flow]:
    regions = evidence.telling.layers.regions
    for group in groups(evidence):
        members = chosen(evidence.telling, group)
        if len(members) > 1:
            continue
        for j, other in enumerate(regions[:_MOST_PLACES]):
            if other is members[0] or not other.elementwise or not _fits(other, members[0]):
                continue
            for slope in _slopes_with(evidence.telling, j, members[0]):
                yield Flow(
                    "wrong_layer_activation", 1.4, with_slope(group, slope),
                    _("the derivative at the activation of line {line} is another layer's").format(
                        line=where(evidence, group)
                    ),
                    _("use the values of the same layer"),
                    ("dz = da · f'(z)", "dz = da · f'(z of another layer)"),
                )  # fmt: skip


def _slopes_with(setting: Setting, j: int, own: Region) -> Iterator[NewSlope]:
    """The slope of another activation, and this one's own formula with the other's output in it."""
    yield lambda setting, region, g: setting.slope(setting.layers.regions[j])
    for formula in formulas_of(setting, own):
        if not is_slope(setting, setting.layers.regions[j], formula):
            yield _with_output_of(j, formula)


def _with_output_of(j: int, formula: Formula) -> NewSlope:
    return lambda setting, region, g: formula(setting.value(setting.layers.regions[j].after))


def _fits(other: Region, own: Region) -> bool:
    """Whether the values of an activation can be spread over those of another one."""
    try:
        return np.broadcast_shapes(other.after.shape, own.after.shape) == own.after.shape
    except ValueError:
        return False


def _other_inputs(evidence: Evidence) -> Iterator[Flow]:
    first = evidence.telling
    for u, use in enumerate(first.layers.uses):
        if not use.is_product or use.other is None or use.other.shape == ():
            continue
        k = evidence.case.place[id(first.moment.step.versions[use.version])][0]
        if k not in evidence.comparison.wrong:
            continue
        shapes = {use.other.shape, use.other.shape[::-1]}
        others = [
            n
            for n, node in enumerate(first.moment.forward)
            if node.shape in shapes
            and node is not use.other
            and not _is_multiple(first, node, use.other)
        ]
        for n in others[:_MOST_PLACES]:

            def value(setting: Setting, at: Use, u: int = u, n: int = n) -> Array | None:
                uses, nodes = setting.layers.uses, setting.moment.forward
                if u >= len(uses) or at.node is not uses[u].node or n >= len(nodes):
                    return None
                assert at.other is not None
                found = setting.value(nodes[n])
                return found if found.shape == at.other.shape else found.T

            name = evidence.case.parameters[k].name
            yield Flow(
                "wrong_layer_activation", 1.5, with_input(value),
                _("the gradient of {name} is made with another layer's values").format(name=name),
                _("multiply the delta by the values that this layer takes in"),
                ("dW = x · dz", "dW = (another layer's values) · dz"),
            )  # fmt: skip


def _is_multiple(setting: Setting, node: Node, of: Node) -> bool:
    """Whether a value is another one times a number, which is no other layer's; or is lost."""
    try:
        value, other = setting.value(node), setting.value(of)
    except LookupError:
        return True
    if value.shape != other.shape or not np.isfinite(value).all():
        return False
    return difference(value, other, ratio(value, other)) < 1e-9


def _own_results(evidence: Evidence) -> Iterator[Flow]:
    """At every time of a recurrent layer, the state that it leaves for the one that it takes in."""
    first = evidence.telling
    used: dict[int, list[Use]] = {}
    for use in first.layers.uses:
        k = evidence.case.place[id(first.moment.step.versions[use.version])][0]
        if use.is_product and k in evidence.comparison.wrong:
            used.setdefault(k, []).append(use)
    for k, uses in used.items():
        if len(uses) < 2:
            continue

        def value(setting: Setting, at: Use, k: int = k) -> Array | None:
            versions = setting.moment.step.versions
            if setting.case.place[id(versions[at.version])][0] != k or at.other is None:
                return None
            results = setting.layers.own_regions(at.node)
            found = [setting.value(region.after) for region in results]
            return found[0] if len(found) == 1 and found[0].shape == at.other.shape else None

        name = evidence.case.parameters[k].name
        yield Flow(
            "wrong_layer_activation", 1.4, with_input(value),
            _("the gradient of {name} takes the state after each time step, not before").format(
                name=name
            ),
            _("multiply the delta by the state that the step started from"),
            ("dW = h[t−1] · dz[t]", "dW = h[t] · dz[t]"),
        )  # fmt: skip
