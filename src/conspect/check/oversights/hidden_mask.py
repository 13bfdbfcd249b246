"""A relu's mask that would be wrong for a unit that is off, though none was off in this run."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.parameters import is_part_of
from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.diagnosis.layers import Layers
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.language import _

_COMPARISONS = {"greater", "greater_equal", "less", "less_equal"}


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Masks on the way back that stay as they are when the unit is switched off."""
    told: set[object] = set()
    for moment in case.moments[:1]:
        for region in Layers(moment, case.objective(moment, loss).seeds).regions:
            if not region.elementwise or not _is_relu(region) or not _all_on(case, region):
                continue
            for mask in _masks(case, region, set(moment.forward)):
                if (
                    mask.site is not None
                    and mask.site.key() not in told
                    and _is_stuck(region, mask)
                ):
                    told.add(mask.site.key())
                    yield _mistake(case, mask)


def _at(region: Region, z: float) -> Values:
    return Values({region.before: np.full(region.before.shape, z)})


# Far on either side of the kink, also where a constant bias has moved it.
_ON, _OFF = 50.0, -50.0


def _is_relu(region: Region) -> bool:
    """Whether an activation is 0 far below, and grows as z does far above."""
    off, on, higher = (as_array(_at(region, z)(region.after)) for z in (_OFF, _ON, _ON + 1))
    return not np.any(off) and np.allclose(higher - on, 1)


def _all_on(case: Case, region: Region) -> bool:
    return bool(np.all(region.slope(case.values) == 1))


def _masks(case: Case, region: Region, forward: set[Node]) -> Iterator[Node]:
    """Comparisons of the unit's value on the way back, that the error is multiplied with."""
    for node in case.tape.nodes:
        if name_of(node.function) not in _COMPARISONS or node in forward or not node.inputs:
            continue
        if is_part_of(node.inputs[0], {region.before, region.after}) and _meets_error(case, node):
            yield node


def _meets_error(case: Case, node: Node) -> bool:
    stack, seen = [node], set[Node]()
    while stack and len(seen) < 20:
        entry = stack.pop()
        seen.add(entry)
        for user in case.users.get(entry, []):
            if case.passes.through.get(user):
                return True
            if user not in seen:
                stack.append(user)
    return False


def _is_stuck(region: Region, mask: Node) -> bool:
    """Whether a mask is the same for a unit that is on and one that is off."""
    on, off = (np.asarray(_at(region, z)(mask)) for z in (_ON, _OFF))
    return bool(np.array_equal(on, off))


def _mistake(case: Case, mask: Node) -> Mistake:
    site = mask.site
    assert site is not None
    return Mistake(
        "relu_mask_wrong", [], site.file, site.line,
        _("the mask of the relu would let the gradient of a unit through that is off; in this run "
          "no unit was, so that the numbers do not show it"),
        _("let the gradient pass where z > 0 (where the relu's output is above 0)"),
        _("replayed with z = −50, the mask is what it is for z = 50"),
        site.cell, case.tape.sources.span(site), hidden=True, confidence=0.8,
    )  # fmt: skip
