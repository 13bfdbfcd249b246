"""The delta is handed down without the weights."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.changes import passes_down
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.recording.tape import Node
from conspect.language import _

Handed = Callable[[Array, tuple[int, ...]], "Array | None"]


def _itself(g: Array, shape: tuple[int, ...]) -> Array | None:
    for form in (g, g.T):
        if form.shape == shape:
            return form
    # One output: its delta is spread over all units below.
    return np.broadcast_to(g, shape) if g.ndim == len(shape) and 1 in g.shape else None


def _summed(g: Array, shape: tuple[int, ...]) -> Array | None:
    for axis in range(g.ndim):
        total = g.sum(axis=axis, keepdims=True)
        try:
            return np.broadcast_to(total, shape)
        except ValueError:
            continue
    return np.broadcast_to(g.sum(), shape)


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Da = dz, or its sum, in place of Wᵀ · dz."""
    for k, parameter in enumerate(evidence.case.parameters):
        for handed in () if not passes_down(evidence, k) else (_itself, _summed):
            yield Flow(
                "delta_skips_weights", 1.4, _without(k, handed),
                _("the delta is handed down without {name}").format(name=parameter.name),
                _("multiply the delta by the weights that it goes back through"),
                ("da = Wᵀ · dz", "da = dz"),
            )  # fmt: skip


def _without(k: int, handed: Handed) -> Callable[[Setting], Override]:
    def override_at(setting: Setting) -> Override:
        uses: dict[Node, Use] = {
            use.node: use
            for use in setting.layers.uses
            if use.is_product
            and use.other is not None
            and use.other in setting.layers.dependent
            and setting.case.place[id(setting.moment.step.versions[use.version])][0] == k
        }
        if not uses:
            raise ValueError("nothing goes further down")

        def override(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            use = uses.get(node)
            if use is None or use.other is None:
                return None
            right = [(entry, by) for entry, by in reverse.back(node, g) if entry is use.weight]
            below = handed(np.asarray(g), use.other.shape)
            if below is None:
                raise ValueError("the shapes forbid it")
            return [*right, (use.other, below)]

        return override

    return override_at
