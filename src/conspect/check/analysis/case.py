"""The program as a case: parameters, steps, and under each loss both gradients."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from conspect.check.analysis.applied import Applied, Descent
from conspect.check.analysis.chains import find_chains, memories
from conspect.check.analysis.changes import Reader
from conspect.check.analysis.comparison import Comparison, Pair, compare
from conspect.check.analysis.computed import find_computed
from conspect.check.analysis.given import GivenLoss
from conspect.check.analysis.groups import find_groups
from conspect.check.analysis.losses import (
    Loss,
    Objective,
    own_objectives,
    usual_objectives,
)  # fmt: skip
from conspect.check.analysis.parameters import find_parameters, find_updated
from conspect.check.analysis.seldom_read import with_seldom_read
from conspect.check.analysis.steps import Passes, Step, Transition, find_steps
from conspect.check.analysis.targets import Meeting, users_of
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import Values, ancestors
from conspect.check.derivatives.reverse import Adjoints, Override, Reverse, UnderivableError
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, Tape

# How many steps are compared: the first ones and the last.
_FIRST_STEPS = 4
_MOST_NETWORKS = 4
# So near to 1 a number in float64 has eight digits left of its distance to 1.
_SATURATED = 1e-8


ByPart = dict[int, dict[int, Applied]]
PLAIN, ONCE, FRESH = "plain", "once", "fresh"


@dataclass
class Moment:
    """A step, with what is needed to compare it.

    Attributes:
        readings: what was applied, by parameter and for each of its chains: as it is (`plain`), and
            where it applies with the repetitions (`once`) or what was left from earlier steps
            (`fresh`) taken out.
        network: which of the networks that the program trains, from 0.
        forward: the nodes between the parameters and the outputs, in order.
    """

    step: Step
    readings: dict[str, ByPart]
    forward: list[Node]
    objectives: list[Objective]
    network: int

    @property
    def is_finite(self) -> bool:
        """Whether all that was applied are numbers."""
        applied = (one for parts in self.readings[PLAIN].values() for one in parts.values())
        return all(np.isfinite(one.gradient).all() for one in applied)

    def rate(self, parameter: int) -> float:
        """What the program multiplies a parameter's gradient with.

        0 if its parts have several; of a plain number, too, for which data may be taken for it.
        """
        parts = self.readings[PLAIN].get(parameter, {}).values()
        rates = {one.rate for one in parts if one.gradient.shape}
        return rates.pop() if len(rates) == 1 else 0.0

    def rates(self) -> list[float]:
        """What each parameter's gradient is multiplied with; 0 if its length was limited."""
        parts = [one for by_part in self.readings[PLAIN].values() for one in by_part.values()]
        limited = any(one.limited for one in parts)
        return [0.0 if limited else one.rate for one in parts]

    def update(self, parameter: int) -> Site | None:
        """Where a parameter gets its new value; None if it gets none in this step."""
        for one in self.readings[PLAIN].get(parameter, {}).values():
            if one.links:
                return one.links[0].binding.site
        return None


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
        self.passes = Passes(tape, self.chains, self.values, self.users, remembered)
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
        moments = [
            self._moment(step, network)
            for network, steps in enumerate(_networks(self.steps))
            for step in steps
        ]
        # Where the numbers have run away, nothing can be compared.
        moments = [moment for moment in moments if moment.is_finite] or moments
        clear = [moment for moment in moments if not self._is_saturated(moment)]
        moments = clear if len(clear) > 1 else moments
        self._drop_first_of_optimizers(moments)
        self._add_fresh(moments)
        return moments

    def _computed_step(self) -> list[Step]:
        """The one step of a program that computes gradients and applies none."""
        assert self.computed is not None
        transitions = [Transition(chain, chain.root, [], []) for chain in self.chains]
        step = Step(transitions, list(self.computed.meetings))
        step.versions = {chain.root: chain for chain in self.chains}
        return [step]

    def _applied(self, transition: Transition) -> Applied:
        if self.computed is None:
            return self.descent.of(transition)
        node = self.computed.gradients[transition.version].new
        penalty = self.descent.penalty(node)
        return Applied(as_array(self.values(node)) - penalty, penalty, [], node)

    def _all_applied(self, transitions: Iterable[Transition]) -> ByPart:
        applied: ByPart = {}
        for transition in transitions:
            parameter, part = self.place[id(transition.chain)]
            applied.setdefault(parameter, {})[part] = self._applied(transition)
        return applied

    def _is_saturated(self, moment: Moment) -> bool:
        """Whether outputs are so near to 1 that 1 − o has lost the digits that are compared."""
        for output in moment.step.outputs:
            distance = 1 - as_array(self.values(output))
            if np.all((distance >= 0) & (distance <= 1)) and np.any(
                (distance > 0) & (distance < _SATURATED)
            ):
                return True
        return False

    def _drop_first_of_optimizers(self, moments: list[Moment]) -> None:
        """An optimizer's first step does not show its memory yet: go by the later ones."""
        for before, after in list(pairwise(moments)):
            first, second = before.readings[PLAIN], after.readings[PLAIN]
            if before.network == after.network and any(
                one.source is not None and first.get(k, {}).get(part, one).source is None
                for k, parts in second.items()
                for part, one in parts.items()
            ):
                moments.remove(before)

    def _add_fresh(self, moments: list[Moment]) -> None:
        """Where changes still hold what earlier steps have summed up: without it."""
        for moment in moments:
            stale = {
                self.place[id(transition.chain)]
                for transition in moment.step.transitions
                if self.is_stale(transition)
            }
            previous = _previous(self.steps, moment.step)
            if previous is None or not stale:
                continue
            earlier = self._all_applied(previous.transitions)
            moment.readings[FRESH] = {
                k: {
                    part: replace(one, gradient=one.gradient - _gradient(earlier, k, part))
                    if (k, part) in stale
                    else one
                    for part, one in parts.items()
                }
                for k, parts in moment.readings[PLAIN].items()
            }

    def is_stale(self, transition: Transition) -> bool:
        """Whether a change depends on meetings of earlier versions, with no optimizer between."""
        if self.descent.of(transition).source is not None:
            return False
        return any(
            transition.version not in self.passes.read_by(meeting.output)
            for reached in transition.reached
            for meeting in reached
        )

    def readings(self) -> list[str]:
        """The ways in which what was applied may be read."""
        found = {name for moment in self.moments for name in moment.readings}
        return [name for name in (PLAIN, ONCE, FRESH) if name in found]

    def _moment(self, step: Step, network: int) -> Moment:
        readings = {PLAIN: self._all_applied(step.transitions)}
        if any(repetitions(transition) > 1 for transition in step.transitions):
            readings[ONCE] = self._all_applied([first_time(t) for t in step.transitions])
        stated = self.given.at(step, self.values) if self.given else None
        objectives = [stated] if stated else []
        objectives += usual_objectives(step, self.values, set(self.passes.versions))
        objectives += own_objectives(step, self.passes)
        if self.computed and self.computed.output and self.computed.weights:
            seed = as_array(self.values(self.computed.weights))
            weighted = Loss("sum(output)" if np.all(seed == 1) else "sum(weights * output)")
            objectives.append(Objective(weighted, {self.computed.output: seed}))
        ends = [node for objective in objectives for node in objective.seeds]
        behind = ancestors(ends, set(step.versions))
        forward = sorted(behind, key=lambda node: node.serial)
        return Moment(step, readings, forward, objectives, network)

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
        """The places of the parameters in the order in which the backward pass meets them."""
        met: dict[int, int] = {}
        for moment in self.moments[:1]:
            for node in reversed(moment.forward):
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

    def pairs(
        self, loss: Loss, *, side: int = 0, with_decay: bool = False, reading: str = PLAIN
    ) -> list[dict[int, Pair]]:
        """For each step compared, the applied and the true gradient of each parameter."""
        found = []
        for moment in self.moments:
            true = self.true(moment, self.objective(moment, loss), side=side)
            applied = self.applied(moment, with_decay=with_decay, reading=reading)
            found.append(
                {
                    k: Pair(applied[k], true[k], moment.rate(k))
                    for k in sorted(true, key=lambda k: self.order.get(k, k))
                    if k in applied
                }
            )
        return found

    def compare(self, loss: Loss, reading: str = PLAIN) -> Comparison | None:
        """The best comparison under a loss: over both slopes at kinks, with and without decay."""
        best: Comparison | None = None
        for side in (0, 1):
            for with_decay in (False, True):
                if with_decay and not self._decays():
                    continue
                try:
                    pairs = self.pairs(loss, side=side, with_decay=with_decay, reading=reading)
                    found = compare(pairs, self.tolerance, self.rates(), self.networks())
                except (UnderivableError, LookupError):
                    continue
                found.side, found.with_decay, found.reading = side, with_decay, reading
                if best is None or len(found.wrong) < len(best.wrong):
                    best = found
            if best is not None and not best.wrong:
                break
        return best

    def networks(self) -> list[int]:
        """The network of each step compared."""
        return [moment.network for moment in self.moments]

    def rates(self) -> list[float]:
        """The rate of each step compared; 0 where the gradient's length was limited.

        In plain numbers a factor of the data may have been read for it: a rate is what stays, or
        moves one way.
        """
        by_step = [moment.rates() for moment in self.moments]
        return min(map(list, zip(*by_step, strict=False)), key=_unsteadiness, default=[])

    def _decays(self) -> bool:
        return any(
            np.any(one.decay)
            for moment in self.moments
            for parts in moment.readings[PLAIN].values()
            for one in parts.values()
        )


def _unsteadiness(rates: list[float]) -> int:
    """0 for numbers that are all the same, 1 for those that move one way, else 2."""
    if max(rates) - min(rates) <= 1e-9 * max(rates):
        return 0
    return 1 if rates in (sorted(rates), sorted(rates, reverse=True)) else 2


def _networks(steps: list[Step]) -> list[list[Step]]:
    """The steps that are compared, for each network by itself: the first ones and the last."""
    found: dict[frozenset[int], list[Step]] = {}
    for step in steps:
        found.setdefault(_chains(step), []).append(step)
    # The program may have been stopped in the middle of its last step.
    for chains, own in list(found.items()):
        if own == steps[-1:] and any(chains < others for others in found):
            del found[chains]
    return [
        # The very last may have been cut off in the middle.
        [*own[:_FIRST_STEPS], *([own[-2]] if len(own) > _FIRST_STEPS + 1 else [])]
        for own in found.values()
    ][:_MOST_NETWORKS]


def repetitions(transition: Transition) -> int:
    """How often the same line has applied a change that the same forward pass led to."""
    lines = [
        (link.binding.site.key(), tuple(sorted(id(m) for m in _outputs(reached))))
        for link, reached in zip(transition.links, transition.reached, strict=True)
        if reached
    ]
    whole = transition.links and transition.links[0].change.amount.shape == transition.version.shape
    return lines.count(lines[0]) if lines and whole else 0


def _outputs(reached: list[Meeting]) -> list[Node]:
    return [meeting.output for meeting in reached]


def first_time(transition: Transition) -> Transition:
    """The transition as if each line had been run once."""
    seen: set[object] = set()
    kept: list[int] = []
    for k, link in enumerate(transition.links):
        line = link.binding.site.key()
        if line not in seen:
            seen.add(line)
            kept.append(k)
    return Transition(
        transition.chain,
        transition.version,
        [transition.links[k] for k in kept],
        [transition.reached[k] for k in kept],
    )


def _previous(steps: list[Step], step: Step) -> Step | None:
    """The step before, of the same network."""
    own = [s for s in steps if _chains(s) == _chains(step)]
    return next((before for before, after in pairwise(own) if after is step), None)


def _chains(step: Step) -> frozenset[int]:
    return frozenset(id(transition.chain) for transition in step.transitions)


def _gradient(applied: ByPart, k: int, part: int) -> Array | float:
    one = applied.get(k, {}).get(part)
    return one.gradient if one is not None else 0.0
