"""The gradient of weights that are used at every time is that of one time alone."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.recording.tape import Node
from conspect.language import _

_FIRST, _LAST = 0, -1


def propose(evidence: Evidence) -> Iterator[Flow]:
    """`dW = …` in a loop in place of `dW += …`."""
    uses = _uses(evidence.telling)
    repeated = [k for k in evidence.comparison.wrong if len(uses.get(k, [])) > 1]
    for keys in dict.fromkeys([tuple(repeated), *((k,) for k in repeated)]):
        for kept in (_FIRST, _LAST) if keys else ():
            names = ", ".join(evidence.case.parameters[k].name for k in keys)
            yield Flow(
                "upstream_dropped", 1.3, _only(keys, kept),
                _("the gradient of {names} is that of one use alone, not the sum over all").format(
                    names=names
                ),
                _("add up the gradients of all uses: += where there is ="),
                ("dW = sum(t, dz[t] · x[t])", "dW = dz[1] · x[1]"),
            )  # fmt: skip


def _uses(setting: Setting) -> dict[int, list[Use]]:
    """Where each parameter comes in."""
    found: dict[int, list[Use]] = {}
    for use in setting.layers.uses:
        k = setting.case.place[id(setting.moment.step.versions[use.version])][0]
        found.setdefault(k, []).append(use)
    return found


def _only(keys: tuple[int, ...], kept: int) -> Callable[[Setting], Override]:
    def override_at(setting: Setting) -> Override:
        found = _uses(setting)
        left_out = {use.node: use for k in keys for use in found.get(k, [])}
        for k in keys:
            if k in found:
                left_out.pop(found[k][kept].node, None)

        def override(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            use = left_out.get(node)
            if use is None:
                return None
            return [(entry, by) for entry, by in reverse.back(node, g) if entry is not use.weight]

        return override

    return override_at
