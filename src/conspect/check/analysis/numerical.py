"""Programs that train by a numerical gradient: `(f(w + h) − f(w − h)) / 2h`."""

import numpy as np

from conspect.check.analysis.chains import Chain
from conspect.check.analysis.parameters import is_kept
from conspect.check.analysis.spreading import spread
from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import Node, Tape


def is_numerical(tape: Tape, chains: list[Chain], depends: dict[Node, int]) -> bool:
    """Whether something is renewed by a difference of two values of one function.

    Args:
        depends: what was computed from a parameter.
    """
    quotients = {node: 1 for node in tape.nodes if _is_quotient(node, depends)}
    if not quotients:
        return False
    behind = spread(tape.nodes, quotients)
    return any(
        term.node in behind
        for chain in chains
        if is_kept(chain)
        for link in chain.links
        for term in link.change.terms
    )


def _is_quotient(node: Node, depends: dict[Node, int]) -> bool:
    if name_of(node.function) != "divide" or len(node.inputs) != 2:
        return False
    difference, step = node.inputs
    if name_of(difference.function) != "subtract" or len(difference.inputs) != 2:
        return False
    one, other = difference.inputs
    same_place = one.site is not None and one.site is other.site and one is not other
    return (
        same_place
        and one.shape == other.shape == step.shape == ()
        and not depends.get(step)
        and bool(np.all(np.abs(step.value) < 1))
    )
