"""The harness: holds the three statements of a rule to each other. For one's own layers as well.

    array code   =  equations, by loops
    backward     =  gradient equations, by loops
    backward     =  the complex step, taken through the equation tree in 50-digit numbers

The complex step needs no subtraction, so it has no rounding error to speak of: the derivative of f
at x is the imaginary part of f(x + ih) / h. Conditions, maxima, `abs` and `sign` look at the real
part. Values are drawn at random, so that no corner of a function is hit.

Source: W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions
(1998).
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.equations.evaluate import evaluate_equations
from conspect.equations.functions import Arithmetic
from conspect.equations.sizes import index_sizes
from conspect.equations.substitute import spell_out
from conspect.equations.tree import Equation
from conspect.errors import MissingExtraError
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.penalties import Penalty
from conspect.roles import Given, Hyperparameter, Input, Noise, Output, Parameter, State, Target
from conspect.rule import Rule, forward_equations, gradient_equations, results

Values = dict[str, Any]
Sizes = Mapping[str, int]

#: How far an array may be off, as a share of its largest element.
TOLERANCES = {np.float64: 1e-12, np.float32: 1e-5}

# Sizes of indices, dealt out in order of appearance: never two alike, a single sample last.
_AWKWARD = [(3, 4, 2, 5), (5, 2, 3, 4), (1, 3, 2, 4)]
# Letters for the indices behind `...`.
_ANYWHERE = ["n", "nj", "njk"]
_NOWHERE = [""]
_LETTERS = "nijklm"


def check_layer(rule: Rule, *, seed: int = 0) -> None:
    """See that a layer, a loss or an optimizer says the same in equations and in array code.

    Args:
        rule: with the hyperparameters to check it with.
        seed: where the random values come from.

    Raises:
        AssertionError: two of the three statements differ; the line says where and by how much.
        MissingExtraError: mpmath is not installed.

    >>> from conspect import Dense, Sigmoid
    >>> check_layer(Dense(4))
    >>> check_layer(Sigmoid())
    """
    generator = np.random.default_rng(seed)
    for letters, sizes in product(_ranks(rule), _AWKWARD):
        case = _Case(rule, letters, sizes, generator)
        case.check_forward(np.float64)
        case.check_forward(np.float32)
        if isinstance(rule, Layer | Loss) or rule.gradients:
            case.check_backward(np.float64)
            case.check_backward(np.float32)
            case.check_complex_step()


def _ranks(rule: Rule) -> list[str]:
    """The letters behind `...`, for every rank to try; one try where there is no `...`."""
    any_rank = any(role.any_rank for role in rule.symbols.values())
    return _ANYWHERE if any_rank else _NOWHERE


class _Case:
    """A rule with sizes and random values for its symbols."""

    def __init__(
        self, rule: Rule, letters: str, sizes: tuple[int, ...], generator: np.random.Generator
    ) -> None:
        self.rule, self.letters = rule, letters
        self.sizes = dict(zip(_LETTERS, (*sizes, *sizes), strict=False))
        if isinstance(rule, Layer):
            self.sizes |= rule.sizes()
        self.generator = generator
        self.values = self.drawn()
        self.forward = self.spelled(forward_equations(type(rule)))
        self.backward = self.spelled(gradient_equations(type(rule)))
        self.upstream = self.drawn_upstream()

    def spelled(self, equations: tuple[Equation, ...]) -> list[Equation]:
        """The equations without `...`, the sizes of their own indices read off the arrays."""
        spelled = [spell_out(equation, self.letters) for equation in equations]
        symbols = self.rule.symbols
        shapes = {f"{d}{symbol}": self.shape(symbol) for symbol in symbols for d in ("", "d")}
        for equation in spelled:
            self.sizes |= index_sizes(equation, shapes)
        return spelled

    def shape(self, symbol: str) -> tuple[int, ...]:
        role = self.rule.symbols[symbol]
        indices = self.letters if role.any_rank else role.indices
        return tuple(self.sizes[index] for index in indices)

    def drawn(self) -> Values:
        values: Values = dict(self.rule.hyperparameters())
        for symbol, role in self.rule.symbols.items():
            shape = self.shape(symbol)
            match role:
                case Input() | Parameter():
                    values[symbol] = self.generator.normal(0, 1.5, shape)
                case Target():
                    # Shares that add up to 1 are fit for every loss.
                    shares = self.generator.uniform(0.1, 1, shape)
                    values[symbol] = shares / shares.sum(axis=-1, keepdims=True)
                case State() | Given():
                    values[symbol] = self.generator.uniform(0.5, 2, shape)
                case Noise():
                    values[symbol] = self.generator.integers(0, 2, shape).astype(float)
        return values

    def drawn_upstream(self) -> Values:
        """Gradients by the outputs; those of a loss and of a penalty are 1."""
        if isinstance(self.rule, Loss):
            return {"losses": np.ones(self.shape("losses"))}
        outputs = self.rule.with_role(Output)
        if isinstance(self.rule, Penalty):
            return {symbol: np.ones(self.shape(symbol)) for symbol in outputs}
        return {symbol: self.generator.normal(0, 1.5, self.shape(symbol)) for symbol in outputs}

    def known(self, kind: type[np.floating[Any]]) -> Values:
        """Everything that forward and backward may ask for, in one kind of number."""
        gradients = {f"d{symbol}": value for symbol, value in self.upstream.items()}
        made = evaluate_equations(self.forward, self.values, self.sizes)
        known = {**self.values, **made, **gradients}
        return {
            symbol: np.asarray(value, dtype=kind) if self.is_array(symbol) else float(value)
            for symbol, value in known.items()
        }

    def is_array(self, symbol: str) -> bool:
        """Whether it is an array; single numbers are Python's, and leave the precision alone."""
        role = self.rule.symbols.get(symbol)
        return not isinstance(role, Hyperparameter) and not (role and self.shape(symbol) == ())

    def check_forward(self, kind: type[np.floating[Any]]) -> None:
        wanted = evaluate_equations(self.forward, self.values, self.sizes)
        made = results(self.rule.forward, self.known(kind))
        self.compare("forward", self.forward, made, wanted, kind)

    def check_backward(self, kind: type[np.floating[Any]]) -> None:
        known = self.known(np.float64)
        wanted = evaluate_equations(self.backward, known, self.sizes)
        made = results(self.rule.backward, self.known(kind))
        self.compare("backward", self.backward, made, wanted, kind)

    def check_complex_step(self) -> None:
        made = dict(
            zip(
                [equation.left.name for equation in self.backward],
                results(self.rule.backward, self.known(np.float64)),
                strict=True,
            )
        )
        for symbol in self.rule.with_role(Input, Parameter):
            name = f"d{symbol}"
            assert name in made, f"{self.where()}: no gradient equation for {name}"
            wanted = np.zeros(self.shape(symbol))
            for place, slope in self.complex_steps(symbol):
                wanted[place] = slope
            self.compare_one("the complex step", name, made[name], wanted, np.float64)

    def complex_steps(self, symbol: str) -> Iterator[tuple[tuple[int, ...], float]]:
        """The derivative of the outputs, weighted by their gradients, by each element."""
        mpmath = _mpmath()
        arithmetic = _complex_arithmetic(mpmath)
        small = mpmath.mpf(10) ** -30
        with mpmath.workdps(50):
            for place in np.ndindex(self.shape(symbol)):
                nudged = np.array(self.values[symbol], dtype=object)
                nudged[place] = mpmath.mpc(float(nudged[place]), small)
                values = {**self.values, symbol: nudged}
                made = evaluate_equations(self.forward, values, self.sizes, arithmetic=arithmetic)
                total = sum(
                    (weight * made[output][at]).imag
                    for output, weights in self.upstream.items()
                    for at, weight in np.ndenumerate(weights)
                )
                yield place, float(total / small)

    def compare(
        self,
        what: str,
        equations: list[Equation],
        made: tuple[Any, ...],
        wanted: Mapping[str, npt.NDArray[Any]],
        kind: type[np.floating[Any]],
    ) -> None:
        names = [equation.left.name for equation in equations]
        assert len(made) == len(names), (
            f"{self.where()}: {what} gives {len(made)} results, the equations {len(names)}"
        )
        for name, value in zip(names, made, strict=True):
            self.compare_one(f"the equation, in {what}", name, value, wanted[name], kind)

    def compare_one(
        self,
        truth: str,
        name: str,
        made: Any,
        wanted: npt.NDArray[Any],
        kind: type[np.floating[Any]],
    ) -> None:
        where = f"{self.where()}: {name}"
        made, wanted = np.asarray(made), np.asarray(wanted, dtype=float)
        assert made.shape == wanted.shape, f"{where} has shape {made.shape}, not {wanted.shape}"
        assert made.dtype == kind or not made.shape, (
            f"{where} is {made.dtype}, not {np.dtype(kind)}"
        )
        off = np.abs(made - wanted)
        allowed = TOLERANCES[kind] * max(float(np.abs(wanted).max(initial=0)), 1e-300)
        assert (off <= allowed).all(), (
            f"{where} is {made.flat[off.argmax()]!r} in the array code, but "
            f"{wanted.flat[off.argmax()]!r} by {truth} ({np.dtype(kind)})"
        )

    def where(self) -> str:
        indices = ", ".join(f"{name} = {size}" for name, size in self.sizes.items())
        return f"{type(self.rule).__name__} ({indices})"


def _mpmath() -> Any:
    try:
        import mpmath
    except ModuleNotFoundError:
        raise MissingExtraError("mpmath", extra="test") from None
    return mpmath


def _complex_arithmetic(mpmath: Any) -> Arithmetic:
    """Complex numbers of as many digits as mpmath is set to; order is that of the real parts."""

    def real(value: Any) -> Any:
        return mpmath.mpmathify(value).real

    def number(value: Any) -> Any:
        # A NumPy float or a Decimal goes by way of Python's own, which mpmath takes exactly.
        return value if isinstance(value, mpmath.mpc | mpmath.mpf) else mpmath.mpf(float(value))

    return Arithmetic(
        number=number,
        functions={
            "exp": mpmath.exp,
            "log": mpmath.log,
            "sqrt": mpmath.sqrt,
            "abs": lambda u: u if real(u) >= 0 else -u,
            "sign": lambda u: mpmath.sign(real(u)),
            "tanh": mpmath.tanh,
            "cos": mpmath.cos,
            "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
            "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
            "erf": mpmath.erf,
            "erfc": mpmath.erfc,
        },
        pi=lambda: +mpmath.pi,
        real=real,
    )
