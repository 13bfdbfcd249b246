"""What comes from above is not multiplied in, or for rows read twice not added up."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.changes import Back, NewSlope, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.mistakes.activation_derivative_at_wrong_point import function_at, slope_at
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, put_in
from conspect.language import _


def _reflected(setting: Setting, region: Region, g: Array) -> Array:
    return function_at(setting, region, 1 - function_at(setting, region, g))


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Dz = f'(z), or a function of the upstream alone, in place of da · f'(z)."""
    yield from _of_repeated_rows(evidence)
    results: list[tuple[NewSlope, float, str]] = [
        (lambda s, r, g: s.slope(r), 1.1, "f'(z)"),
        (lambda s, r, g: s.value(r.after), 1.6, "f(z)"),
        (lambda s, r, g: np.ones(r.before.shape), 1.6, "1"),
        (lambda s, r, g: slope_at(s, r, g), 1.6, "f'(da)"),
        (lambda s, r, g: function_at(s, r, g), 1.6, "f(da)"),
        (_reflected, 1.6, "f(1 − f(da))"),
        (lambda s, r, g: g + s.slope(r), 1.6, "da + f'(z)"),
    ]
    for group in groups(evidence):
        line = where(evidence, group)
        for new, price, text in results:
            yield Flow(
                "upstream_dropped",
                price,
                with_result(group, new),
                _(
                    "at the activation of line {line}, the gradient from above is not multiplied in"
                ).format(line=line),
                _("multiply the gradient that comes from above by f'(z)"),
                ("dz = da · f'(z)", f"dz = {text}"),
            )


def _of_repeated_rows(evidence: Evidence) -> Iterator[Flow]:
    """`dE[ids] += d`, which adds only the last of the rows that have the same number."""
    first = evidence.telling
    sites = {n.site: n for n in first.layers.nodes if n.site and _is_read_by_rows(n)}
    for site, node in sites.items():
        spoilt = first.behind([node])
        if spoilt and spoilt <= evidence.may_be_spoilt:
            yield Flow(
                "upstream_dropped", 1.0, _last_of_each(site),
                _("of a row that line {line} reads several times, only the last gradient arrives: "
                  "`array[ids] += …` writes each row once").format(line=site.line),
                _("add with `np.add.at(array, ids, …)`, which counts a row as often as it is read"),
                ("dE[k] = Σ dx[i], ids[i] = k", "dE[k] = dx[i], the last i"),
            )  # fmt: skip


def _is_read_by_rows(node: Node) -> bool:
    """Whether a node is `array[ids]`, with an array or a list for ids."""
    return name_of(node.function) == "getitem" and len(node.shape) >= len(node.inputs[0].shape)


def _last_of_each(site: Site) -> Callable[[Setting], Override]:
    def override_at(setting: Setting) -> Override:
        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            if node.site != site or not _is_read_by_rows(node):
                return None
            owner, index = node.arguments[:2]
            written = np.zeros(owner.shape)
            written[put_in(index, setting.case.values)] = g
            return [(owner, written)]

        return override

    return override_at
