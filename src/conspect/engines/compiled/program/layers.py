"""The calls of layers: kernels of their own, or loops made of their functions."""

from collections.abc import Callable

from conspect.engines.compiled.elementwise import loop_source
from conspect.engines.compiled.program.writer import Writer
from conspect.engines.straight_line import NotElementwiseError
from conspect.roles import Input, Intermediate, Output
from conspect.rule import arguments, forward_equations, gradient_equations
from conspect.step import Step

# Weight matrices of fewer numbers than this are multiplied by loops, not by BLAS.
_SMALL = 256


def forward(writer: Writer, step: Step) -> None:
    """The layer's result from what it reads."""
    kind = step.rule.kind()
    roles = (Output,) if kind in _KERNELS else (Output, Intermediate)
    for name in step.named(*roles):
        writer.buffer(name)
    if kind in _KERNELS:
        _KERNELS[kind][0](writer, step)
    else:
        _elementwise(writer, step, "forward")


def backward(writer: Writer, step: Step) -> None:
    """The gradients by what the layer reads and by its parameters."""
    kind = step.rule.kind()
    if kind in _KERNELS:
        _KERNELS[kind][1](writer, step)
    else:
        _elementwise(writer, step, "backward")


def _dense_forward(writer: Writer, step: Step) -> None:
    x, W, z = (step.names[symbol] for symbol in "xWz")
    writer.inside.append(f"{_product(writer, W, 'z')}rows, v_{x}, v_{W}, v_{z})")
    if "b" in step.names:
        writer.inside.append(f"dense_bias(rows, v_{step.names['b']}, v_{z})")


def _dense_backward(writer: Writer, step: Step) -> None:
    x, W, z = (step.names[symbol] for symbol in "xWz")
    adds = writer.gradient(x)
    if adds is not None:
        writer.inside.append(f"{_product(writer, W, 'dx')}rows, d_{z}, v_{W}, {adds}, d_{x})")
    adds = writer.gradient(W)
    if adds is not None:
        writer.inside.append(f"{_product(writer, W, 'dW')}rows, v_{x}, d_{z}, {adds}, d_{W})")
    adds = writer.gradient(step.names["b"]) if "b" in step.names else None
    if adds is not None:
        writer.inside.append(f"dense_db(rows, d_{z}, {adds}, d_{step.names['b']})")


def _product(writer: Writer, weights: str, result: str) -> str:
    """The beginning of a call: by loops where the matrix is small, else by BLAS."""
    small = writer.network.parameters[weights].size < _SMALL
    return f"small_dense_{result}(" if small else f"dense_{result}(gemm, "


def _softmax_forward(writer: Writer, step: Step) -> None:
    writer.inside.append(f"softmax_a(rows, v_{step.names['z']}, v_{step.names['a']})")


def _softmax_backward(writer: Writer, step: Step) -> None:
    a, z = step.names["a"], step.names["z"]
    adds = writer.gradient(z)
    if adds is not None:
        writer.inside.append(f"softmax_dz(rows, d_{a}, v_{a}, {adds}, d_{z})")


Call = Callable[[Writer, Step], None]

# Layers that are not element by element; their kernels keep intermediate results to themselves.
_KERNELS: dict[str, tuple[Call, Call]] = {
    "dense": (_dense_forward, _dense_backward),
    "softmax": (_softmax_forward, _softmax_backward),
}


def _elementwise(writer: Writer, step: Step, way: str) -> None:
    """A call of the loop over a rule's own function."""
    rule = step.rule
    if not all(rule.symbols[s].any_rank for s in rule.with_role(Input, Output)):
        raise NotElementwiseError(f"the compiled engine has no kernel for {rule.kind()}")
    if way == "forward":
        function, equations = rule.forward, forward_equations(type(rule))
    else:
        function, equations = rule.backward, gradient_equations(type(rule))
    lefts = tuple(equation.left.name for equation in equations)
    targets = [_target(writer, step, left, way) for left in lefts]
    stores = tuple("" if target is None else f"{{out}} {target[1]} {{value}}" for target in targets)
    code = "".join("0" if t is None else "2" if t[1] == "+=" else "1" for t in targets)
    name = f"{rule.kind()}_{way}_{code}"
    elements = {f"d{s}" for s in rule.symbols} | set(rule.with_role(Input, Output, Intermediate))
    writer.functions[name] = loop_source(name, function, frozenset(elements), lefts, stores)
    values = [writer.argument(step, symbol) for symbol in arguments(function)]
    outs = [target[0] for target in targets if target is not None]
    size = f"rows * {writer.count(step.named(Input)[0])}"
    writer.inside.append(f"{name}({', '.join([size, *values, *outs])})")


def _target(writer: Writer, step: Step, left: str, way: str) -> tuple[str, str] | None:
    """The vector that a result goes to, and whether it is set or added; None if unwanted."""
    if way == "forward":
        name = step.names.get(left)
        return None if name is None or not writer.has(name) else (f"vf_{name}", "=")
    name = step.names[left.removeprefix("d")]
    adds = writer.gradient(name)
    return None if adds is None else (f"df_{name}", "+=" if adds else "=")
