"""What the rules of a network bring along: hyperparameters, moments, counters."""

from conspect.network import Network
from conspect.roles import State
from conspect.rule import Rule


def rules(network: Network) -> list[Rule]:
    """All rules with hyperparameters: layers, loss, optimizer, penalty, clipping; each once."""
    steps = [step.rule for step in network.steps]
    found = [*steps, network.optimizer, network.penalty, network.clipping]
    return list({id(rule): rule for rule in found if rule is not None}.values())


def options(network: Network) -> list[float]:
    """The values of all hyperparameters, in the order in which the function numbers them."""
    return [float(value) for rule in rules(network) for value in rule.hyperparameters().values()]


def option_names(network: Network) -> dict[tuple[int, str], str]:
    """Where the value of a rule's hyperparameter stands, by the rule's identity and the symbol."""
    symbols = [(id(rule), name) for rule in rules(network) for name in rule.hyperparameters()]
    return {symbol: f"options[{place}]" for place, symbol in enumerate(symbols)}


def moments(network: Network) -> list[str]:
    """The symbols of what the optimizer keeps for each parameter."""
    optimizer = network.optimizer
    return [s for s in optimizer.with_role(State) if optimizer.symbols[s].any_rank]


def counters(network: Network) -> list[str]:
    """The symbols of what the optimizer keeps as single numbers."""
    optimizer = network.optimizer
    return [s for s in optimizer.with_role(State) if not optimizer.symbols[s].any_rank]
