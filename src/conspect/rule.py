"""A rule: what layers, losses and optimizers have in common.

A rule states one truth three times, side by side in one short file:

    equations, gradients    in index notation, as a textbook prints them
    forward                 readable array code
    backward                readable, hand-written array code

`conspect.testing.check_layer` holds the three to each other.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

from conspect.equations.parse import parse_equations
from conspect.equations.tree import Equation
from conspect.roles import Hyperparameter, Role

#: what forward and backward take and give; NumPy's, or another library's with the same habits
Array = Any


class Rule:
    """One rule, stated three times. Its instances carry hyperparameters only and never change.

    `forward` takes symbols by name and gives the left sides of `equations`, in order; `backward`
    takes symbols and the gradients of outputs (`dz`) and gives the left sides of `gradients`. Both
    are static functions without branches on values, so that NumPy, JAX and Numba run the same text.
    Behind each equation stands, after `#`, its reason in words.
    """

    symbols: ClassVar[Mapping[str, Role]]
    equations: ClassVar[str]
    gradients: ClassVar[str] = ""
    forward: ClassVar[Callable[..., Array]]
    backward: ClassVar[Callable[..., Array]]

    @classmethod
    def kind(cls) -> str:
        """The rule's name in files: that of the module that it stands in."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def with_role(cls, *roles: type[Role]) -> list[str]:
        """The symbols that have one of the roles, in the order of `symbols`."""
        return [name for name, role in cls.symbols.items() if isinstance(role, roles)]

    def hyperparameters(self) -> dict[str, float]:
        """The values of the rule's hyperparameters by their symbols."""
        return {name: getattr(self, name) for name in self.with_role(Hyperparameter)}


def forward_equations(rule: type[Rule]) -> tuple[Equation, ...]:
    """The equations of a rule, parsed."""
    return parse_equations(rule.equations)


def gradient_equations(rule: type[Rule]) -> tuple[Equation, ...]:
    """The gradient equations of a rule, parsed."""
    return parse_equations(rule.gradients)


@cache
def arguments(function: Callable[..., Array]) -> tuple[str, ...]:
    """The names of the arguments of a `forward` or `backward`."""
    return tuple(inspect.signature(function).parameters)


def results(function: Callable[..., Array], values: Mapping[str, Array]) -> tuple[Array, ...]:
    """Call a `forward` or `backward` with the values it names; its results, always as a tuple.

    A value that is not there is left to the function's own default (a missing bias).
    """
    made = function(**{name: values[name] for name in arguments(function) if name in values})
    return made if isinstance(made, tuple) else (made,)
