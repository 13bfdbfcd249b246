"""What the network's names are called in the program: those of the notebook where it has them."""

import keyword
import re
from collections.abc import Iterable, Mapping

from conspect.network import Network
from conspect.roles import Output, Parameter

_WEIGHTS = re.compile(r"W(\d+)")


def attributes(network: Network, taken: Iterable[str]) -> Mapping[str, str]:
    """The program's name for every name of the network.

    Inputs and targets are `input` and `y`, `W1` is `weights1`, the result of layer 1 is `layer1`,
    the network's answer is `output`, the samples' losses are `error`; the rest keeps its name.

    Args:
        network: whose names they are.
        taken: the names of the program's methods.
    """
    chosen = {"x": "input", "y": "y", network.output: "output", "losses": "error"}
    last = {step.number: step.named(Output)[-1] for step in network.steps[:-1]}
    for number, name in last.items():
        chosen.setdefault(name, f"layer{number}")
    for name in network.parameters:
        match = _WEIGHTS.fullmatch(name)
        chosen.setdefault(name, f"weights{match[1]}" if match else name)
    used = {*taken, *chosen.values(), "learning_rate"}
    for step in network.steps:
        for name in step.names.values():
            if name not in chosen:
                chosen[name] = _free(name, used)
                used.add(chosen[name])
    return chosen


def _free(name: str, used: set[str]) -> str:
    while name in used or keyword.iskeyword(name):
        name += "_"
    return name


def trained_in_order(network: Network) -> list[str]:
    """The trained parameters in the order of the layers."""
    names = [name for step in network.steps for name in step.named(Parameter)]
    return [name for name in dict.fromkeys(names) if name in network.trained]
