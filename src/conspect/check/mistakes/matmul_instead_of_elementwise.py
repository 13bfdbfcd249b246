"""The derivative of an activation is multiplied as a matrix."""

from collections.abc import Iterator

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _


def _from_the_left(setting: Setting, region: Region, g: Array) -> Array | None:
    return _product(g, setting.slope(region))


def _from_the_right(setting: Setting, region: Region, g: Array) -> Array | None:
    return _product(setting.slope(region), g)


def _turned(setting: Setting, region: Region, g: Array) -> Array | None:
    return _product(g, setting.slope(region).T)


def _product(a: Array, b: Array) -> Array | None:
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        return None
    product: Array = a @ b
    return product


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Products of matrices, where the shapes happen to allow them."""
    results: list[NewSlope] = [_from_the_left, _from_the_right, _turned]
    for group in groups(evidence):
        for new in results:
            yield Flow(
                "matmul_instead_of_elementwise", 1.1, with_result(group, new),
                _("the slope of the activation of line {line} is multiplied as a matrix").format(
                    line=where(evidence, group)
                ),
                _("multiply element by element: *, not @ or dot"),
                ("dz = da * f'(z)", "dz = da @ f'(z)"),
            )  # fmt: skip
