"""The delta of a layer: the gradient by what its bias is added to."""

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Setting


def delta_of(setting: Setting, k: int) -> Array | None:
    """The gradient by the sum that a parameter is added to, under the changes tried now."""
    chains = {id(chain) for chain in setting.case.parameters[k].chains}
    versions = setting.moment.step.versions
    for use in setting.layers.uses:
        if not use.is_product and id(versions[use.version]) in chains:
            return setting.adjoints_now.get(use.node)
    return None
