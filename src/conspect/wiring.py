"""From a list of layers to steps whose every symbol has a name.

The number in the names goes up with each step that has parameters or whose result's name is taken:
`x W1 b1 z1 a1 W2 b2 z2 a2`. What a step reads is the result before, unless it names another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conspect.errors import NetworkError
from conspect.language import _
from conspect.layers import Layer
from conspect.layers.linear import Linear
from conspect.losses import Loss
from conspect.roles import Input, Intermediate, Output, Parameter, Target
from conspect.rule import Rule
from conspect.step import Step, title

# Names that the network gives itself.
_OWN = {"x", "y", "losses", "loss"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def wire(layers: Iterable[Layer | Step], loss: Loss) -> tuple[Step, ...]:
    """The steps of a network, its loss last, with every name given.

    Raises:
        NetworkError: a name is read before it is made, made twice, or never read; the loss lacks
            the activation that it contains.
    """
    plan = [layer if isinstance(layer, Step) else Step(layer) for layer in layers]
    if not plan:
        raise NetworkError(_("the network has no layers"), _("add at least one"))
    for position, step in enumerate(plan, 1):
        if not isinstance(step.rule, Layer):
            raise NetworkError(
                _("layer {position} is {value!r}, which is no layer").format(
                    position=position, value=step.rule
                )
            )
    wiring = _Wiring()
    for step in _without_absorbed(plan, loss):
        wiring.add(step)
    wiring.finish(loss, plan[-1])
    return tuple(wiring.steps)


def _without_absorbed(plan: Sequence[Step], loss: Loss) -> Sequence[Step]:
    """The plan without the activation that the loss contains."""
    if loss.absorbs is None:
        return plan
    if plan[-1].rule.kind() != loss.absorbs:
        raise NetworkError(
            _("{loss} needs {activation} at the end, not {found}").format(
                loss=loss.kind(), activation=loss.absorbs, found=plan[-1].rule.kind()
            ),
            _("end the network with {activation}").format(activation=loss.absorbs),
            origin=(*plan[-1].origin, "activation"),
        )
    return plan[:-1]


class _Wiring:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.results = ["x"]
        self.parameters: set[str] = set()
        self.taken = set(_OWN)
        self.previous = "x"
        self.number = 0

    def add(self, plan: Step) -> None:
        """Name everything in the step; its result is what the next one reads."""
        position = len(self.steps) + 1
        self.check_symbols(plan, position)
        reads = self.reads(plan, position)
        if isinstance(plan.rule, Linear):
            self.previous = reads["z"]
            return
        step = self.completed(plan, reads)
        self.steps.append(step)
        results = step.named(Output)
        self.results += results
        self.parameters.update(step.named(Parameter))
        self.taken.update(step.names.values())
        self.previous = results[-1]

    def finish(self, loss: Loss, last: Step) -> None:
        """Add the loss, and see that no result was left unread."""
        absorbed = last.names if loss.absorbs else {}
        output = {"a": absorbed["a"]} if "a" in absorbed else {}
        reads = {**self.reads(Step(loss, absorbed), len(self.steps) + 1), "y": "y"}
        step = self.completed(Step(loss, output), {**reads, "losses": "losses"})
        self.steps.append(step)
        read = {name for step in self.steps for name in step.named(Input)}
        for step in self.steps[:-1]:
            for name in step.named(Output):
                if name not in read:
                    raise NetworkError(
                        _("{step}: nothing reads its result {name}").format(
                            step=step.title(), name=name
                        ),
                        _("take the layer out, or let a later one read it"),
                        origin=step.origin,
                    )

    def reads(self, plan: Step, position: int) -> dict[str, str]:
        """The names that the step's inputs read: those given, or the result before."""
        where = title(position, plan.rule)
        symbols = plan.rule.with_role(Input)
        given = {symbol: plan.names[symbol] for symbol in symbols if symbol in plan.names}
        for name in given.values():
            if name not in self.results:
                raise NetworkError(
                    _("{where} reads {name!r} before it is made").format(where=where, name=name),
                    _("results so far: {results}").format(results=", ".join(self.results)),
                    origin=plan.key(symbols[0]),
                )
        missing = [symbol for symbol in symbols if symbol not in given]
        if len(missing) > 1:
            raise NetworkError(
                _("{where} reads two results and names none").format(where=where),
                _("name an earlier one, {name!r} say").format(name=self.results[0]),
                origin=plan.origin,
            )
        return {**given, **dict.fromkeys(missing, self.previous)}

    def completed(self, plan: Step, reads: dict[str, str]) -> Step:
        """The step with names for its parameters, results and intermediates, and its number."""
        rule = plan.rule
        absent = rule.absent() if isinstance(rule, Layer) else frozenset()
        parameters = [symbol for symbol in rule.with_role(Parameter) if symbol not in absent]
        makes = [symbol for symbol in rule.with_role(Output, Intermediate) if symbol not in reads]
        fresh = [symbol for symbol in parameters + makes if symbol not in plan.names]
        number = max(self.number, 1)
        if parameters and self.steps:
            number = self.number + 1
        while any(f"{symbol}{number}" in self.taken for symbol in fresh):
            number += 1
        self.number = number
        given = {**plan.names, **reads}
        names = {
            symbol: given.get(symbol, f"{symbol}{number}")
            for symbol in rule.symbols
            if symbol in parameters + makes or symbol in rule.with_role(Input, Target)
        } | {symbol: reads[symbol] for symbol in rule.with_role(Output) if symbol in reads}
        self.check_new_names(rule, [names[symbol] for symbol in makes])
        return replace(plan, names=names, number=number)

    def check_symbols(self, plan: Step, position: int) -> None:
        """See that only symbols are bound that the rule has, and to names that can be printed."""
        where = title(position, plan.rule)
        bindable = plan.rule.with_role(Input, Parameter, Output)
        for symbol in [*plan.names, *plan.start, *plan.fixed]:
            if symbol not in bindable:
                raise NetworkError(
                    _("{where} has no {symbol!r}").format(where=where, symbol=symbol),
                    _("it has {names}").format(names=", ".join(bindable)),
                    origin=plan.origin,
                )
        for symbol, name in plan.names.items():
            if not _NAME.fullmatch(name):
                raise NetworkError(
                    _("{where}: {name!r} cannot be a name").format(where=where, name=name),
                    _("use letters and digits, a letter first"),
                    origin=plan.key(symbol),
                )
            if symbol in plan.rule.with_role(Parameter) and name in self.taken - self.parameters:
                raise NetworkError(
                    _("{where}: {name!r} is no parameter").format(where=where, name=name),
                    _("choose the name of one, or a new name"),
                    origin=plan.key(symbol),
                )

    def check_new_names(self, rule: Rule, names: list[str]) -> None:
        for name in names:
            if name in self.taken and name != "losses":
                raise NetworkError(
                    _("the result {name!r} of {kind} is made twice").format(
                        name=name, kind=rule.kind()
                    )
                )
