"""What a check of gradients tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conspect.gradients.judge import Verdict
from conspect.language import _, plural

How = Literal["complex step", "differences"]


@dataclass(frozen=True)
class Element:
    """One element, or one number, both ways.

    Attributes:
        name: as in all of conspect: `W1[2,1]`, counted from 1.
        index: for Python, counted from 0.
        claimed: the number given.
        true: the slope of the loss.
        uncertainty: how far the true one may be off.
        sides: the slopes of the two sides where the loss has a kink; else None.
    """

    name: str
    index: tuple[int, ...]
    claimed: float
    true: float
    uncertainty: float
    sides: tuple[float, float] | None = None

    def __str__(self) -> str:
        if self.sides:
            return _(
                "{name}: given {claimed}, the slopes of the two sides {behind} and {ahead}"
            ).format(
                name=self.name,
                claimed=_number(self.claimed),
                behind=_number(self.sides[0]),
                ahead=_number(self.sides[1]),
            )
        return _("{name}: given {claimed}, true {true} ± {uncertainty}").format(
            name=self.name,
            claimed=_number(self.claimed),
            true=_number(self.true),
            uncertainty=f"{self.uncertainty:.0e}",
        )


@dataclass(frozen=True)
class ParameterCheck:
    """What was found for one parameter.

    Attributes:
        name: its key.
        verdict: `right`; `wrong`; `kink`: right, but the loss has a kink there, so that there is
            more than one slope; `unclear`: it cannot be told.
        relative_error: the length of the difference between the gradient given and the true one,
            as a share of the true one's.
        how: `complex step` (borne out by differences) or `differences`.
        tried: how many elements were tried one by one; 0 if all random directions were right.
        directions: how many random directions were tried; 0 for a small array.
        wrong: the wrong elements found, the worst first; all of them in a small array.
        kinks: elements at which the loss has a kink.
        relation: how the gradient given relates to the true one, in words; empty if not simply.
        remark: why it is unclear; else empty.
    """

    name: str
    verdict: Verdict
    relative_error: float
    how: How
    tried: int
    directions: int
    wrong: tuple[Element, ...]
    kinks: tuple[Element, ...]
    relation: str
    remark: str

    @property
    def worst(self) -> Element | None:
        """The element that is farthest off, or the first at a kink."""
        return next(iter((*self.wrong, *self.kinks)), None)


@dataclass(frozen=True)
class GradientCheck:
    """What was found; true if all is right.

    Attributes:
        loss: its value at the parameters given.
        parameters: what was found for each, by name.
    """

    loss: float
    parameters: Mapping[str, ParameterCheck]

    @property
    def right(self) -> bool:
        """Whether every gradient is right."""
        return all(one.verdict in ("right", "kink") for one in self.parameters.values())

    def __bool__(self) -> bool:
        return self.right

    def __getitem__(self, name: str) -> ParameterCheck:
        return self.parameters[name]

    def __str__(self) -> str:
        return "\n".join(_rows(self))


def _rows(check: GradientCheck) -> list[str]:
    rows = [_headline(check)]
    names = max((len(name) for name in check.parameters), default=0)
    words = {one.verdict: _word(one.verdict) for one in check.parameters.values()}
    verdicts = max(map(len, words.values()), default=0)
    margin = " " * (names + verdicts + 6)
    for one in check.parameters.values():
        said = _("relative error {error}").format(error=f"{one.relative_error:.1e}")
        rows.append(
            f"  {one.name:<{names}}  {words[one.verdict]:<{verdicts}}  {said}, {_tried(one)}"
        )
        rows += [f"{margin}{text}" for text in (one.relation, one.remark) if text]
        rows += [f"{margin}{element}" for element in one.wrong[:3]]
        if len(one.wrong) > 3:
            left = len(one.wrong) - 3
            more = plural("and {count} more", "and {count} more", left).format(count=left)
            rows.append(f"{margin}{more}")
        if not one.wrong:
            rows += [f"{margin}{element}" for element in one.kinks[:1]]
    if any(one.worst and one.worst.index for one in check.parameters.values()):
        rows.append(_("Elements are counted from 1."))
    return rows


def _headline(check: GradientCheck) -> str:
    count = sum(one.verdict == "wrong" for one in check.parameters.values())
    loss = f"{check.loss:.6g}"
    if check.right:
        return _("The gradients are right (loss {loss}).").format(loss=loss)
    if not count:
        return _("The gradients cannot be judged (loss {loss}).").format(loss=loss)
    total = len(check.parameters)
    return plural(
        "{count} of {total} gradients is wrong (loss {loss}).",
        "{count} of {total} gradients are wrong (loss {loss}).",
        count,
    ).format(count=count, total=total, loss=loss)


def _word(verdict: Verdict) -> str:
    return {
        "right": _("right"),
        "wrong": _("wrong"),
        "kink": _("right, at a kink"),
        "unclear": _("unclear"),
    }[verdict]


def _tried(one: ParameterCheck) -> str:
    how = _("complex step") if one.how == "complex step" else _("differences")
    if one.directions:
        text = plural("{count} random direction", "{count} random directions", one.directions)
        return f"{text.format(count=one.directions)}, {how}"
    text = plural("{count} element", "{count} elements", one.tried)
    return f"{text.format(count=one.tried)}, {how}"


def _number(value: float) -> str:
    return f"{value:.10g}".replace("-", "−")
