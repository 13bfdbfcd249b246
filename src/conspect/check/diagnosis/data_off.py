"""A penalty's gradient is applied at the program's rate, and the data's at another."""

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.moment import PLAIN, Moment
from conspect.check.derivatives.arrays import as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.findings import Mistake
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node
from conspect.language import _

_CLOSE = 1e-6


def data_off(case: Case, moment: Moment, scale: float, times: dict[int, float]) -> Mistake | None:
    """The mistake, if it is one of the data's gradient and not of the penalty's.

    Args:
        scale: how many times the true gradient of the data is applied.
        times: how many times that the penalty's is, by parameter.
    """
    numbers = list(times.values())
    if not numbers or not _is_near(min(numbers), max(numbers)):
        return None
    factor = 1 / numbers[0] if numbers[0] else 0.0
    if not all(_is_near(scale / factor, moment.rate(k)) for k in times if factor):
        return None
    if factor <= 0 or _is_size(moment, factor):
        # A penalty that is meant a sample, or for all, is no mistake of the data.
        return None
    names = [case.parameters[k].name for k in times]
    site = _last_number(case, moment, list(times))
    return Mistake(
        "constant_factor", names, site.file if site else "", site.line if site else 0,
        _("the gradient of the data is {factor:.4g} times what it should be, that of the penalty "
          "beside it is right").format(factor=factor),
        _("multiply and divide by what the loss does, nothing else"),
        _("the penalty's gradient is applied at the learning rate of {rate:.6g}, the data's at "
          "{other:.6g}").format(rate=scale / factor, other=scale),
        site.cell if site else None, case.tape.sources.span(site) if site else None,
    )  # fmt: skip


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * abs(other)


def _is_size(moment: Moment, factor: float) -> bool:
    shapes = [meeting.output.shape for meeting in moment.step.meetings]
    sizes = {size for shape in shapes for size in (*shape, int(np.prod(shape)))}
    return any(_is_near(factor, part) for size in sizes if size > 1 for part in (size, 1 / size))


def _last_number(case: Case, moment: Moment, parameters: list[int]) -> Site | None:
    """Where the data's gradient is last multiplied with a number, or divided by one."""
    ends: list[Node] = []
    for k in parameters:
        for one in moment.readings[PLAIN].get(k, {}).values():
            ends += [term.node for link in one.links for term in link.change.terms]
    sites = [
        (node.serial, node.site)
        for node in ancestors(ends, case.passes.numbers)
        if node not in ends and case.passes.through.get(node) and _has_number(case, node)
    ]
    return max(sites, key=lambda pair: pair[0])[1] if sites else None


def _has_number(case: Case, node: Node) -> bool:
    if name_of(node.function) not in ("multiply", "divide"):
        return False
    others = [part for part in node.arguments[:2] if not (isinstance(part, Node) and part.function)]
    return any(
        as_array(case.values(part) if isinstance(part, Node) else part).size == 1 for part in others
    )
