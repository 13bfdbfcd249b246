"""check_gradients and assert_gradients: somebody's gradients against the slopes of the loss."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from conspect.errors import InputError
from conspect.gradients.arrays import Floats, Kind, kind_of, numbers_of
from conspect.gradients.claim import Claim, Gradients, claims_at
from conspect.gradients.judge import Finding, Judge, Verdict
from conspect.gradients.objective import Objective, Point
from conspect.gradients.probing import Probes, probe
from conspect.gradients.relations import Case, relation
from conspect.gradients.result import Element, GradientCheck, ParameterCheck
from conspect.language import _

# A point so near has the same slopes for practical purposes, but none of the corners.
_OFF_CORNERS = 2.0**-8


def check_gradients(
    loss: Callable[[Any], Any],
    parameters: Mapping[str, Any],
    gradients: Gradients,
    *,
    one_by_one: int = 200,
    seed: int = 0,
) -> GradientCheck:
    """Hold gradients against the slopes of the loss.

    The slopes come from a complex step where the code is analytic (differences have to bear it
    out), else from central differences, extrapolated, with an estimate of their error. A claim is
    wrong if it is off by more than that error and the rounding of its own precision. At a kink
    (relu at 0) the slope of either side is right, and what lies between them.

    Args:
        loss: takes a dict like `parameters` and returns one number; it is called many times, on
            copies.
        parameters: arrays by name, of NumPy, PyTorch or JAX, of float32 or float64; plain floats.
        gradients: the claimed gradients by the same names, or a function of the parameters that
            gives them. A function is the better choice: at a kink it can be asked nearby.
        one_by_one: arrays of up to so many elements are tried element by element, larger ones in
            random directions, with a search for the wrong elements where one fails.
        seed: of the random directions.

    Returns:
        What was found; it is true if all gradients are right, and prints as a report.

    Raises:
        InputError: the loss or the gradients do not fit the parameters, or the loss is random,
            changes its parameters or is not finite.

    Sources: W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions
    (1998); C. J. F. Ridders, Accurate computation of F'(x) and F'(x)F''(x) (1982).

    >>> import numpy as np
    >>> x, y = np.array([[0.5, -1.0], [2.0, 1.0]]), np.array([[1.0], [0.0]])
    >>> def loss(p):
    ...     return np.mean((x @ p["W"] - y) ** 2)
    >>> def gradients(p):
    ...     return {"W": x.T @ (x @ p["W"] - y)}
    >>> check = check_gradients(loss, {"W": np.array([[0.1], [0.2]])}, gradients)
    >>> check.right, check["W"].verdict
    (True, 'right')
    """
    if not isinstance(parameters, Mapping):
        raise InputError(
            _("the parameters are of the type {type}").format(type=type(parameters).__name__),
            _("give a dict of arrays"),
        )
    kinds = {name: kind_of(value, name) for name, value in parameters.items()}
    if not kinds:
        raise InputError(_("there are no parameters"), _("give a dict of arrays"))
    point = {name: _finite(name, value) for name, value in parameters.items()}
    objective = _objective(loss, kinds, point)
    claims = claims_at(gradients, kinds, point)
    _see_that_it_depends(objective, claims)
    found = {
        name: _checked(Judge(objective, name, claim, seed, callable(gradients)), claims, one_by_one)
        for name, claim in claims.items()
    }
    if callable(gradients) and any(one.verdict == "unclear" for one in found.values()):
        found = _judged_nearby(found, gradients, kinds, objective, one_by_one, seed)
    return GradientCheck(objective.value, MappingProxyType(found))


def assert_gradients(
    loss: Callable[[Any], Any],
    parameters: Mapping[str, Any],
    gradients: Gradients,
    *,
    one_by_one: int = 200,
    seed: int = 0,
) -> None:
    """The same as a test: takes what `check_gradients` takes.

    Raises:
        AssertionError: a gradient is wrong, or cannot be judged; its text is the report.
        InputError: as for `check_gradients`.

    >>> assert_gradients(lambda p: p["w"] ** 2, {"w": 3.0}, {"w": 6.0})
    >>> assert_gradients(lambda p: p["w"] ** 2, {"w": 3.0}, {"w": 3.0})
    Traceback (most recent call last):
    AssertionError: 1 of 1 gradients is wrong (loss 9).
      w  wrong  relative error 5.0e-01, 1 element, complex step
                it is 1/2 times the true gradient
                w: given 3, true 6 ± 1e-13
    """
    check = check_gradients(loss, parameters, gradients, one_by_one=one_by_one, seed=seed)
    if not check:
        raise AssertionError(str(check))


def _finite(name: str, value: Any) -> Floats:
    numbers = numbers_of(value)
    if not np.isfinite(numbers).all():
        raise InputError(
            _("{name} holds {value}").format(name=name, value=numbers[~np.isfinite(numbers)][0]),
            _("give finite numbers"),
        )
    return numbers


def _objective(loss: Callable[[Any], Any], kinds: Mapping[str, Kind], point: Point) -> Objective:
    """The loss, in double precision where it takes it: slopes are the surer for that."""
    objective = Objective(loss, kinds, point)
    wide = {name: kind.wider() for name, kind in kinds.items()}
    if all(wide[name] is kind for name, kind in kinds.items()):
        return objective
    try:
        wider = Objective(loss, wide, point)
    except Exception:  # code that takes single precision only
        return objective
    alike = abs(wider.value - objective.value) <= 1e-2 * abs(objective.value)
    return wider if alike or not objective.value else objective


def _see_that_it_depends(objective: Objective, claims: Mapping[str, Claim]) -> None:
    """A loss that never changes reads its parameters from elsewhere, if slopes are claimed."""
    if not any(claim.gradient.any() for claim in claims.values()):
        return
    generator = np.random.default_rng(0)
    for size in (1e-3, 0.1, 1.0, 10.0):
        elsewhere = objective.around(dict.fromkeys(objective.point, size), generator)
        if elsewhere.value != objective.value:
            return
    raise InputError(
        _("the loss is the same whatever the parameters"),
        _("let it use the dict that it is given instead of variables of its own"),
    )


def _judged_nearby(
    found: Mapping[str, ParameterCheck],
    gradients: Gradients,
    kinds: Mapping[str, Kind],
    objective: Objective,
    one_by_one: int,
    seed: int,
) -> dict[str, ParameterCheck]:
    """Where several corners meet, a point beside them tells whether the function is right."""
    generator = np.random.default_rng(seed)
    near = objective.around(dict.fromkeys(objective.point, _OFF_CORNERS), generator)
    if not np.isfinite(near.value):
        return dict(found)
    claims = claims_at(gradients, kinds, near.point)
    judged = dict(found)
    for name, one in found.items():
        if one.verdict == "unclear" and one.kinks:
            there = _checked(Judge(near, name, claims[name], seed, False), claims, one_by_one)
            verdict: Verdict = "kink" if there.verdict == "right" else there.verdict
            judged[name] = replace(
                there, verdict=verdict, kinks=one.kinks, remark=_("judged at a point nearby")
            )
    return judged


def _checked(judge: Judge, claims: Mapping[str, Claim], one_by_one: int) -> ParameterCheck:
    """What there is to be told about one parameter."""
    probes = probe(judge, one_by_one)
    verdict, remark = _verdict(judge, probes)
    wrong = sorted(
        (f for f in probes.elements if f.verdict == "wrong"), key=lambda f: -_distance(judge, f)
    )
    cornered = sorted(
        (finding for finding in probes.elements if finding.sides is not None),
        key=lambda finding: finding.verdict == "kink",
    )
    smooth = [finding for finding in probes.all if finding.sides is None]
    related = ""
    if verdict == "wrong":
        gradients = {name: claim.gradient for name, claim in claims.items()}
        values = judge.objective.point[judge.name]
        related = relation(Case(judge.name, judge.claim.gradient, values, gradients, smooth))
    return ParameterCheck(
        name=judge.name,
        verdict=verdict,
        relative_error=_relative_error(judge, probes.directions or probes.elements),
        how="complex step" if probes.analytic else "differences",
        tried=len(probes.elements),
        directions=len(probes.directions),
        wrong=tuple(_element(judge, finding) for finding in wrong),
        kinks=tuple(_element(judge, finding) for finding in cornered),
        relation=related,
        remark=remark,
    )


def _verdict(judge: Judge, probes: Probes) -> tuple[Verdict, str]:
    found = {finding.verdict for finding in probes.elements}
    if "wrong" in found or any(
        _surely_wrong(judge, f) for f in (*probes.directions, *probes.blocks)
    ):
        return "wrong", ""
    if any(f.verdict == "unclear" and f.sides is None for f in probes.elements):
        return "unclear", _("the loss has no slope here: it ends, or is too steep")
    if "unclear" in found:
        return "unclear", _(
            "several kinks meet here: give the gradients as a function, or move the parameters"
        )
    if _tells_nothing(probes):
        return "unclear", _("rounding hides the slope: give the parameters in double precision")
    if "kink" in found or any(finding.verdict == "kink" for finding in probes.directions):
        return "kink", ""
    return "right", ""


def _surely_wrong(judge: Judge, finding: Finding) -> bool:
    """Whether a direction is off by more than all of its elements' rounding together."""
    if finding.verdict != "wrong":
        return False
    allowed = judge.allowed(finding.direction, at_most=True) + finding.slope.error
    return abs(finding.claimed - finding.slope.value) > max(allowed, finding.allowed)


def _tells_nothing(probes: Probes) -> bool:
    """Whether no slope was found well enough to tell what is claimed from nothing at all."""
    tried = [finding for finding in probes.all if finding.sides is None]
    claimed = max((abs(finding.claimed) for finding in tried), default=0.0)
    return claimed > 0 and all(f.slope.error + f.allowed > claimed for f in tried)


def _distance(judge: Judge, finding: Finding) -> float:
    """How far a single element is off, in its own unit."""
    return abs(finding.claimed - finding.slope.value) / float(finding.direction.shares[0])


def _relative_error(judge: Judge, findings: tuple[Finding, ...]) -> float:
    """The length of the difference as a share of the length of the true gradient."""
    smooth = [finding for finding in findings if finding.sides is None]
    sizes = np.array([np.linalg.norm(finding.direction.shares) for finding in smooth])
    true = np.array([_told_from_zero(finding) for finding in smooth]) / sizes
    claimed = np.array([finding.claimed for finding in smooth]) / sizes
    apart = float(np.linalg.norm(claimed - true))
    length = float(np.linalg.norm(true))
    return apart / length if length else float(np.inf if apart else 0.0)


def _told_from_zero(finding: Finding) -> float:
    """The true slope; 0 where nothing tells it from 0."""
    true = finding.slope
    return true.value if abs(true.value) > true.error + finding.allowed else 0.0


def _element(judge: Judge, finding: Finding) -> Element:
    shape, share = judge.claim.gradient.shape, float(finding.direction.shares[0])
    place = np.unravel_index(int(finding.direction.places[0]), shape) if shape else ()
    index = tuple(int(i) for i in place)
    where = ",".join(str(i + 1) for i in index)
    sides = finding.sides
    return Element(
        name=f"{judge.name}[{where}]" if index else judge.name,
        index=index,
        claimed=finding.claimed / share,
        true=finding.slope.value / share,
        uncertainty=finding.slope.error / share,
        sides=(sides[0] / share, sides[1] / share) if sides else None,
    )
