"""Every rule that there is, as data: the page works out any network that Python could describe.

The rules come from the registry, so that a new layer, loss or optimizer is in the page with nothing
else to do.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from math import isfinite
from types import NoneType
from typing import Any, get_args, get_type_hints

from conspect.clipping import Clipping
from conspect.equations.as_data import equation_data
from conspect.equations.parse import parse_equations
from conspect.errors import ConspectError
from conspect.layers import Layer
from conspect.losses import REDUCTIONS, Loss, Targets
from conspect.optimizers import Optimizer
from conspect.penalties import LOSS_WITH_PENALTY, NO_PENALTY, Penalty
from conspect.registry import find
from conspect.roles import Parameter, Role
from conspect.rule import Rule
from conspect.schedules import Schedule

Data = dict[str, Any]

FAMILIES: Mapping[str, type[Rule]] = {
    "layers": Layer,
    "losses": Loss,
    "optimizers": Optimizer,
    "schedules": Schedule,
    "penalties": Penalty,
}


@cache
def every_rule() -> Data:
    """The rules by family and name, and how the samples' losses make the batch's.

    >>> every_rule()["layers"]["dense"]["decides"]
    {'j': 'units'}
    """
    families: Data = {
        family: {kind: _rule(rule) for kind, rule in find(f"conspect.{family}", base).items()}
        for family, base in FAMILIES.items()
    }
    families["clipping"] = {Clipping.kind(): _rule(Clipping)}
    texts = {**REDUCTIONS, "with_penalty": LOSS_WITH_PENALTY, "no_penalty": NO_PENALTY}
    families["reductions"] = {name: _equations(text)[0] for name, text in texts.items()}
    return families


def _rule(rule: type[Rule]) -> Data:
    return {
        "kind": rule.kind(),
        "symbols": {name: _role(role) for name, role in rule.symbols.items()},
        "equations": _equations(rule.equations),
        "gradients": _equations(rule.gradients),
        "fields": [_field(rule, field) for field in fields(rule)],  # type: ignore[arg-type]
        **_of_family(rule),
    }


def _of_family(rule: type[Rule]) -> Data:
    """What only rules of one family have."""
    if issubclass(rule, Layer):
        return {"suits": rule.suits, "decides": dict(rule.decides)}
    if issubclass(rule, Loss):
        return {
            "absorbs": rule.absorbs,
            "targets": _targets(rule.targets),
            "class_numbers": rule.class_numbers,
            "tells_classes": rule.tells_classes,
        }
    if issubclass(rule, Optimizer):
        return {"full_batch": rule.full_batch}
    if issubclass(rule, Schedule):
        start = {name: str(value) for name, value in rule.start().items()}
        return {"progression": _equations(rule.progression), "start": start}
    if issubclass(rule, Clipping):
        return {"summand": _equations(rule.summand)[0]}
    return {}


def _targets(targets: Targets) -> Data:
    """What targets may be, without the ends that are nowhere."""
    told = {"least": targets.least, "most": targets.most, "total": targets.total}
    return {
        **{key: value for key, value in told.items() if value is not None and isfinite(value)},
        "said": targets.said,
    }


def _role(role: Role) -> Data:
    data: Data = {"role": type(role).__name__.lower(), "indices": list(role.indices)}
    if isinstance(role, Parameter):
        data |= {"initial": role.initial, "word": role.word}
        data |= {"optional": True} if role.optional else {}
    return data


def _field(rule: type[Rule], field: Any) -> Data:
    hint = get_type_hints(rule)[field.name]
    [kind] = [kind for kind in (get_args(hint) or (hint,)) if kind is not NoneType]
    usual = {} if field.default is MISSING else {"default": field.default}
    return {"name": field.name, "type": kind.__name__, **usual, **_limits(rule, field.name, kind)}


def _limits(rule: type[Rule], name: str, kind: type) -> Data:
    """What a number can be: found by asking the rule itself, which refuses what makes no sense."""
    needed = [field.name for field in fields(rule) if field.default is MISSING]  # type: ignore[arg-type]

    def fits(value: float) -> bool:
        try:
            rule(**{**dict.fromkeys(needed, 1), name: value})
        except ConspectError:
            return False
        return True

    if kind not in (int, float) or fits(-1):
        return {}
    if kind is int:
        return {"least": 0 if fits(0) else 1}
    return {**({"least": 0} if fits(0) else {"above": 0}), **({} if fits(1) else {"below": 1})}


def _equations(text: str) -> list[Data]:
    return [equation_data(equation) for equation in parse_equations(text)]
