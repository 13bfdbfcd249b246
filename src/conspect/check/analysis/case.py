"""The program as a case: parameters, steps, and under each loss both gradients."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np

from conspect.check.analysis.applied import Descent
from conspect.check.analysis.chains import find_chains, memories
from conspect.check.analysis.changes import Reader
from conspect.check.analysis.comparison import Comparison, Pair, Schedule, compare
from conspect.check.analysis.computed import find_computed
from conspect.check.analysis.given import GivenLoss
from conspect.check.analysis.groups import find_groups
from conspect.check.analysis.losses import Loss, Objective
from conspect.check.analysis.moment import FRESH, ONCE, PLAIN, Moment
from conspect.check.analysis.moments import find_moments
from conspect.check.analysis.parameters import find_parameters, find_updated, velocities
from conspect.check.analysis.seldom_read import with_seldom_read
from conspect.check.analysis.steps import Passes, Step, Transition, find_steps
from conspect.check.analysis.targets import users_of
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.kinks import is_at_kink
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.derivatives.reverse import Adjoints, Override, Reverse, UnderivableError
from conspect.check.recording.tape import Node, Tape


class Case:
    """Everything that is known of a program before anything is judged.

    Attributes:
        users: what was computed from each node.
    """

    def __init__(
        self,
        tape: Tape,
        namespaces: Iterable[Mapping[str, Any]],
        given: GivenLoss | None = None,
    ) -> None:
        self.tape = tape
        self.namespaces = list(namespaces)
        self.given = given
        self.values = Values()
        self._comparisons: dict[tuple[Loss, str], Comparison | None] = {}
        self._reverses: dict[tuple[int, int], Reverse] = {}
        self.reader = Reader(self.values)
        self.all_chains = find_chains(tape, self.reader)
        self.users = users_of(tape.nodes)
        updated = find_updated(tape, self.all_chains, self.values)
        known = find_parameters(tape, updated, self.values, self.users)
        self.chains = with_seldom_read(known, updated, tape, self.values, self.users)
        self.computed = None if updated else find_computed(tape, self.values, self.users)
        if self.computed:
            self.chains = self.computed.chains
        remembered = memories(self.all_chains, self.chains)
        fading = velocities(self.all_chains, self.chains)
        self.passes = Passes(tape, self.chains, self.values, self.users, remembered, fading)
        self.steps = self._computed_step() if self.computed else find_steps(self.passes)
        self.parameters = find_groups(tape, self.chains, self.namespaces)
        self.place: dict[int, tuple[int, int]] = {
            id(chain): (k, j)
            for k, p in enumerate(self.parameters)
            for j, chain in enumerate(p.chains)
        }
        self.descent = Descent(self.reader, self.passes, self.all_chains)

    @cached_property
    def moments(self) -> list[Moment]:
        """The steps that are compared."""
        return find_moments(self)

    def _computed_step(self) -> list[Step]:
        """The one step of a program that computes gradients and applies none."""
        assert self.computed is not None
        transitions = [Transition(chain, chain.root, [], []) for chain in self.chains]
        step = Step(transitions, list(self.computed.meetings))
        step.versions = {chain.root: chain for chain in self.chains}
        return [step]

    def readings(self) -> list[str]:
        """The ways in which what was applied may be read."""
        found = {name for moment in self.moments for name in moment.readings}
        return [name for name in (PLAIN, ONCE, FRESH) if name in found]

    @cached_property
    def tolerance(self) -> float:
        """Rounding alone: a multiple of the coarsest arithmetic that the parameters are kept in."""
        coarsest = 0.0
        for chain in self.chains:
            for version in chain.versions[:2]:
                kind = getattr(version.value, "dtype", np.dtype(np.float64))
                if kind.kind == "f":
                    coarsest = max(coarsest, float(np.finfo(kind).eps))
        return 1e-7 if coarsest < 1e-10 else 2e3 * coarsest

    @cached_property
    def order(self) -> dict[int, int]:
        """The places of the parameters in the order in which the backward pass meets them.

        Those that are only added come after all others: more goes wrong with biases than weights.
        """
        met: dict[int, int] = {}
        for moment in self.moments[:1]:
            last_first = list(reversed(moment.forward))
            added = {node for node in last_first if name_of(node.function) in ("add", "subtract")}
            for node in sorted(last_first, key=lambda node: node in added):
                for entry in node.inputs:
                    chain = moment.step.versions.get(entry)
                    if chain is not None:
                        met.setdefault(self.place[id(chain)][0], len(met))
        return met

    # ---- gradients

    def true(
        self,
        moment: Moment,
        objective: Objective,
        *,
        side: int = 0,
        override: Override | None = None,
    ) -> dict[int, Array]:
        """The true gradient of each parameter that the outputs depend on.

        Raises:
            UnderivableError: no derivative is known of an operation on the way.
        """
        adjoints = self.adjoints(moment, objective, side=side, override=override)
        return self.gathered(moment, adjoints)

    def adjoints(
        self,
        moment: Moment,
        objective: Objective,
        *,
        side: int = 0,
        override: Override | None = None,
    ) -> Adjoints:
        """The adjoints of all nodes of the forward pass."""
        reverse = self.reverse(moment, side)
        seeds = {node: seed for node, seed in objective.seeds.items() if node in reverse.reach}
        return reverse.adjoints(seeds, override)

    def reverse(self, moment: Moment, side: int) -> Reverse:
        """Reverse mode over the forward pass of a step; made once and used again."""
        key = id(moment), side
        if key not in self._reverses:
            self._reverses[key] = Reverse(moment.step.versions, moment.forward, side, self.values)
        return self._reverses[key]

    def gathered(self, moment: Moment, adjoints: Mapping[Node, Array]) -> dict[int, Array]:
        """The adjoints of the versions as gradients of the parameters."""
        parts: dict[int, dict[int, Array | float]] = {}
        for version, chain in moment.step.versions.items():
            parameter, part = self.place[id(chain)]
            value = adjoints.get(version)
            parts.setdefault(parameter, {})[part] = (
                np.zeros(version.shape) if value is None else value
            )
        return {k: self.parameters[k].put_together(p) for k, p in parts.items()}

    def applied(
        self, moment: Moment, *, with_decay: bool, reading: str = PLAIN
    ) -> dict[int, Array]:
        """What was applied to each parameter of a step, as descent."""
        result: dict[int, Array] = {}
        for k, parts in moment.readings.get(reading, moment.readings[PLAIN]).items():
            values: dict[int, Array | float] = {}
            for part, one in parts.items():
                values[part] = one.gradient + one.decay if with_decay else one.gradient
            result[k] = self.parameters[k].put_together(values)
        return result

    # ---- losses

    def losses(self) -> list[Loss]:
        """The losses that there are at every step compared, likeliest first."""
        if not self.moments:
            return []
        shared = [o.loss for o in self.moments[0].objectives]
        for moment in self.moments[1:]:
            there = {o.loss for o in moment.objectives}
            shared = [loss for loss in shared if loss in there]
        stated = [loss for loss in shared if loss.origin == "given"]
        return stated or list(dict.fromkeys(shared))

    def objective(self, moment: Moment, loss: Loss) -> Objective:
        """The loss at one step."""
        return next(o for o in moment.objectives if o.loss == loss)

    def compare(self, loss: Loss, reading: str = PLAIN) -> Comparison | None:
        """The best comparison under a loss: over both slopes at kinks, with and without decay."""
        key = loss, reading
        if key not in self._comparisons:
            self._comparisons[key] = self._compared(loss, reading)
        return self._comparisons[key]

    def _compared(self, loss: Loss, reading: str) -> Comparison | None:
        best: Comparison | None = None
        for side in (0, 1) if self._is_at_kink else (0,):
            for found in self._of_side(loss, side, reading):
                if best is None or len(found.wrong) < len(best.wrong):
                    best = found
            if best is not None and not best.wrong:
                break
        return best

    def _of_side(self, loss: Loss, side: int, reading: str) -> Iterator[Comparison]:
        """The comparisons for one slope at kinks, without decay and with it."""
        with suppress(UnderivableError, LookupError):
            true = [
                self.true(moment, self.objective(moment, loss), side=side)
                for moment in self.moments
            ]
            for with_decay in (False, True)[: 1 + self._decays()]:
                pairs = self._pairs(true, with_decay, reading)
                found = compare(pairs, self.tolerance, self.schedule)
                found.side, found.with_decay, found.reading = side, with_decay, reading
                yield found

    def _pairs(
        self, true: list[dict[int, Array]], with_decay: bool, reading: str
    ) -> list[dict[int, Pair]]:
        """For each step compared, the applied and the true gradient of each parameter."""
        found = []
        rates = self.schedule.rates or [0.0] * len(self.moments)
        for moment, gradients, usual in zip(self.moments, true, rates, strict=True):
            applied = self.applied(moment, with_decay=with_decay, reading=reading)
            in_order = sorted(gradients, key=lambda k: self.order.get(k, k))
            found.append(
                {
                    k: Pair(applied[k], gradients[k], moment.rate(k) or usual)
                    for k in in_order
                    if k in applied
                }
            )
        return found

    @cached_property
    def _is_at_kink(self) -> bool:
        """Whether a value on the way forward has two slopes."""
        return any(
            is_at_kink(node, self.values) for moment in self.moments for node in moment.forward
        )

    @cached_property
    def schedule(self) -> Schedule:
        """What the program says of the common factors of the steps compared."""
        rates = _steadiest([moment.rates() for moment in self.moments])
        planned = [moment.planned() for moment in self.moments]
        return Schedule(rates, planned, [moment.network for moment in self.moments])

    def _decays(self) -> bool:
        return any(
            np.any(one.decay)
            for moment in self.moments
            for parts in moment.readings[PLAIN].values()
            for one in parts.values()
        )


def _steadiest(by_step: list[list[float]]) -> list[float]:
    """The parameter whose rate stays, or moves one way; data may have been read for another's."""
    return min(map(list, zip(*by_step, strict=False)), key=_unsteadiness, default=[])


def _unsteadiness(rates: list[float]) -> int:
    """0 for numbers that are all the same, 1 for those that move one way, else 2."""
    if max(rates) - min(rates) <= 1e-9 * max(rates):
        return 0
    return 1 if rates in (sorted(rates), sorted(rates, reverse=True)) else 2
