"""Finds the fewest, cheapest changes under which the applied gradients are what they should be."""

import time
from collections.abc import Iterable

from conspect.check.diagnosis.evidence import Evidence, Explanation, Flow, Relation

_MOST_CHANGES = 5
# A program of many small numbers takes long to explain: what is found by then is told.
_SECONDS = 4.0
# Asking for the time takes longer than a change to a small program.
_CHANGES_A_LOOK = 8


class Budget:
    """The time that a diagnosis may take, in seconds of the processor: a busy machine is no limit.

    Args:
        seconds: all in all.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self.end = time.process_time() + seconds
        self._asked = 0
        self._spent = False

    @property
    def is_spent(self) -> bool:
        """Whether it is time to come to an end."""
        if self._asked % _CHANGES_A_LOOK == 0:
            self._spent = time.process_time() > self.end
        self._asked += 1
        return self._spent


def search(evidence: Evidence, proposals: Iterable[Flow | Relation], budget: Budget) -> Explanation:
    """The best explanation that there is; it may leave parameters unexplained."""
    known = list(proposals)
    # Numbers that have run away cannot be explained.
    best = evidence.explain([], []) or Explanation([], [], evidence.comparison)
    for _round in range(_MOST_CHANGES):
        if not best.comparison.wrong and best.comparison.is_steady:
            break
        better = _improved(evidence, best, known, budget)
        if better is None:
            break
        best = better
    return best


def _improved(
    evidence: Evidence, best: Explanation, known: list[Flow | Relation], budget: Budget
) -> Explanation | None:
    """The best explanation with one more change."""
    found: list[tuple[tuple[float, float], Explanation]] = []
    reference = evidence.explain(best.flows, best.relations, steps=1)
    if reference is None:
        return None
    for change in sorted(known, key=lambda change: change.price):
        if budget.is_spent:
            break
        tried = _with(evidence, best, [change], steps=1)
        if tried is None:
            continue
        if tried.cost[0] < reference.cost[0] or not reference.comparison.wrong:
            whole = _with(evidence, best, [change], steps=None)
            if whole is not None and whole.cost[0] < best.cost[0]:
                found.append((whole.cost, whole))
                if not whole.cost[0]:
                    # All is explained, and what is left to try is dearer.
                    break
    if found:
        return min(found, key=lambda pair: pair[0])[1]
    return None


def _with(
    evidence: Evidence, best: Explanation, more: list[Flow | Relation], steps: int | None
) -> Explanation | None:
    flows = best.flows + [c for c in more if isinstance(c, Flow)]
    relations = list(best.relations)
    for change in more:
        if isinstance(change, Relation):
            if any(r.parameter == change.parameter for r in relations):
                return None
            if change.parameter not in best.comparison.wrong:
                return None
            relations.append(change)
    return evidence.explain(flows, relations, steps=steps)
