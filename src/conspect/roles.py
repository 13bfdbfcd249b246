"""The roles that a symbol of a rule can have. Every symbol has exactly one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """What a symbol is, and the indices that its arrays have: `Input("n i")`.

    The index `n` runs over the samples. `...` stands for any indices (element-wise rules); no index
    at all is a single number.
    """

    text: str = ""

    @property
    def indices(self) -> tuple[str, ...]:
        """The names of the indices, in order."""
        return tuple(self.text.split())

    @property
    def any_rank(self) -> bool:
        """Whether arrays of any number of dimensions fit."""
        return self.text == "..."


class Input(Role):
    """What the rule reads from an earlier step; the loss has a gradient by it."""


class Target(Role):
    """What the network should have answered; there is no gradient by it."""


class Output(Role):
    """What the rule makes."""


class Intermediate(Role):
    """A named result on the way to the output; nothing outside the rule reads it."""


@dataclass(frozen=True)
class Parameter(Role):
    """What training changes.

    An optional one may be absent: its terms are left out. `initial` says what it starts from when
    nothing is given: the name of an initializer, or `weights` for the one that suits the layer.
    `word` is what a network file calls it.
    """

    word: str = ""
    optional: bool = False
    initial: str = "zeros"


class Hyperparameter(Role):
    """A number chosen beforehand: a field of the layer, the loss or the optimizer."""


class State(Role):
    """What is kept from step to step beside the parameters: a momentum, a running mean."""


class Given(Role):
    """What the engine knows of a batch beside its rows: what they weigh together.

    There is no gradient by it.
    """


class Noise(Role):
    """Random numbers that the engine draws: a dropout mask."""
