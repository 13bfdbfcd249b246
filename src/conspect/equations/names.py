"""What a network's name says: `new_W1` is the new value of the `W` of layer 1."""

import re
from dataclasses import dataclass

#: the one hyperparameter that textbooks never spell out
_SPELT = {"learning_rate": "eta"}

_GREEK = frozenset({"alpha", "beta", "gamma", "delta", "epsilon", "eta", "lambda", "mu", "rho"})
_GRADIENT = re.compile(r"d([A-Za-z]\d*)")
_OF_PARAMETER = re.compile(r"(.+)_([A-Za-z]+\d+)")
_NUMBERED = re.compile(r"(.*[A-Za-z])(\d+)")


@dataclass(frozen=True)
class Name:
    """The parts of a name that are typeset apart.

    Attributes:
        stem: the letter or word that everything else is attached to.
        number: the digits behind it: of the layer, as a rule.
        owner: the parameter that it belongs to: the `W1` of `m_W1`.
        gradient: whether it is the gradient of the loss by the rest.
        new: whether it is the value after the update.
    """

    stem: str
    number: str = ""
    owner: str = ""
    gradient: bool = False
    new: bool = False

    @property
    def greek(self) -> bool:
        """Whether the stem is the name of a Greek letter."""
        return self.stem in _GREEK

    @property
    def words(self) -> str:
        """The stem as words: `loss after`."""
        return self.stem.replace("_", " ")


def take_apart(text: str) -> Name:
    """The parts of a name.

    >>> take_apart("new_W1")
    Name(stem='W', number='1', owner='', gradient=False, new=True)
    >>> take_apart("dz2").gradient, take_apart("m_W1").owner, take_apart("learning_rate").stem
    (True, 'W1', 'eta')
    """
    if text.startswith("new_"):
        inner = take_apart(text.removeprefix("new_"))
        return Name(inner.stem, inner.number, inner.owner, inner.gradient, new=True)
    if match := _OF_PARAMETER.fullmatch(text):
        return Name(match[1], owner=match[2])
    if match := _GRADIENT.fullmatch(text):
        inner = take_apart(match[1])
        return Name(inner.stem, inner.number, gradient=True)
    if match := _NUMBERED.fullmatch(text):
        return Name(match[1], match[2])
    return Name(_SPELT.get(text, text))
