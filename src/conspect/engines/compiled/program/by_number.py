"""A small network, one row a batch: every number of a step is a variable of its own.

What is compiled is what `explain` prints: the rulebook of a step, with all sums written out. The
processor then keeps the numbers in its registers; loops over arrays as short as these would take
most of the time.
"""

from collections.abc import Iterable

import numpy as np

from conspect.engines import reference
from conspect.engines.compiled.program.rules import counters, moments, option_names
from conspect.engines.job import Job
from conspect.engines.straight_line import NotElementwiseError
from conspect.equations.substitute import written_out
from conspect.equations.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Constant,
    Element,
    Expression,
    Listing,
    Negative,
    Number,
)
from conspect.explain.rulebook import Entry, rulebook
from conspect.network import Network
from conspect.roles import Given

# More parameters than this make a text that takes seconds to compile.
_MOST_PARAMETERS = 64
_INDENT = "    "


def fits(job: Job) -> bool:
    """Whether the network is small enough, and trained row by row in double precision."""
    parameters = job.network.parameters.values()
    return (
        job.batch_size == 1
        and job.weights is None
        and sum(value.size for value in parameters) <= _MOST_PARAMETERS
        and all(value.dtype == np.float64 for value in parameters)
    )


def train(network: Network) -> tuple[list[str], str]:
    """No functions beside the kernels, and the body of the one that trains."""
    row = [np.zeros((1, *network.shapes[name])) for name in "xy"]
    entries = rulebook(reference.trace(network, *row))
    names = option_names(network)
    lines = []
    for entry in entries.values():
        if entry.rule is not network.schedule:
            lines += _assignments(network, entry, names)
    taken, given = _kept(network)
    inside = [
        "row = order[batch]",
        *(f"{v} = {n}[row, {i}]" for n in "xy" for i, v in enumerate(_variables(network, n))),
        *lines,
        "batch_losses[batch - first] = loss",
        *(f"{variable} = new_{variable}" for variable, _place in given),
    ]
    body = [
        *(f"{variable} = {place}" for variable, place in taken),
        "for batch in range(first, last):",
        *(_INDENT + line for line in inside),
        *(f"{place} = {variable}" for variable, place in given),
    ]
    return [], "\n".join(_INDENT + line for line in body)


def _assignments(network: Network, entry: Entry, options: dict[tuple[int, str], str]) -> list[str]:
    """A line for every element of an array of the step."""
    lines = []
    for place in entry.places():
        shares = []
        for share in entry.shares:
            known = {name: options[id(share.rule), name] for name in share.rule.hyperparameters()}
            # A single row, which weighs 1.
            known |= dict.fromkeys(share.rule.with_role(Given), "1.0")
            if share.rule is network.optimizer:
                known["learning_rate"] = "rate"
            # A summed share has no index of its own left.
            shares.append(_text(written_out(share.at(place)), known))
        total = " + ".join(shares)
        if entry.name in _new_moments(network):
            total = f"flushed({total})"
        lines.append(f"{_variable(entry.name, place)} = {total}")
    return lines


def _text(tree: Expression, known: dict[str, str]) -> str:
    """An expression as Python's; `known` says where single numbers stand."""
    match tree:
        case Number(value):
            return repr(float(value))
        case Constant():
            return "pi"
        case Element(name, indices):
            places = [int(i.value) for i in indices if isinstance(i, Number)]
            return known.get(name) or _variable(name, places)
        case Negative(operand):
            return f"(-{_text(operand, known)})"
        case Binary(sign, left, right):
            return f"({_text(left, known)} {sign} {_text(right, known)})"
        case Call(function, argument):
            return f"{function}({_text(argument, known)})"
        case Choice(then, Comparison(left, sign, right), otherwise):
            condition = f"{_text(left, known)} {sign} {_text(right, known)}"
            return f"where({condition}, {_text(then, known)}, {_text(otherwise, known)})"
        case Listing("max", terms):
            first, *others = (_text(term, known) for term in terms)
            for other in others:
                first = f"maximum({first}, {other})"
            return first
        case Listing(kind, terms):
            total = f"({' + '.join(_text(term, known) for term in terms)})"
            return total if kind == "sum" else f"({total} / {float(len(terms))})"
    raise NotElementwiseError(f"the compiled engine cannot write {tree!r} out")


def _variable(name: str, place: Iterable[int]) -> str:
    return "_".join([name, *map(str, place)])


def _variables(network: Network, name: str) -> list[str]:
    """The variables of an array of one sample, or of a parameter, in order."""
    shape = network.shapes[name]
    of_sample = () if name in network.parameters else (0,)
    return [_variable(name, (*of_sample, *place)) for place in np.ndindex(*shape)]


def _new_moments(network: Network) -> set[str]:
    return {f"new_{symbol}_{name}" for symbol in moments(network) for name in network.trained}


# A variable, and the place in a vector that it comes from.
Places = list[tuple[str, str]]


def _kept(network: Network) -> tuple[Places, Places]:
    """Where variables come from before the first row; and, of those that change, where they go."""
    fixed: Places = []
    changed: Places = []
    places = {"parameters": 0, "fixed": 0}
    for name in network.parameters:
        trained = name in network.trained
        vector = "parameters" if trained else "fixed"
        for variable in _variables(network, name):
            place = places[vector]
            places[vector] += 1
            (changed if trained else fixed).append((variable, f"{vector}[{place}]"))
            if trained:
                changed += [
                    (f"{symbol}_{variable}", f"moments[{i}, {place}]")
                    for i, symbol in enumerate(moments(network))
                ]
    if network.trained:
        changed += [(symbol, f"counters[{i}]") for i, symbol in enumerate(counters(network))]
    return [*fixed, *changed], changed
