"""The shapes of a network's arrays, found step by step from that of its input."""

from collections.abc import Mapping, Sequence

from conspect.errors import NetworkError
from conspect.layers import Layer
from conspect.roles import Input, Intermediate, Output, Parameter, Role, Target
from conspect.step import Step

#: an array's shape for one sample: without the first dimension, that of the samples
Shape = tuple[int, ...]


def infer_shapes(steps: Sequence[Step], inputs: Shape) -> dict[str, Shape]:
    """The shapes of all results and parameters by name; results without the samples' dimension.

    Raises:
        NetworkError: shapes do not fit; the line names the step, the pattern and the sizes.
    """
    shapes: dict[str, Shape] = {"x": inputs}
    for step in steps:
        sizes = _sizes(step, shapes)
        for symbol in step.rule.with_role(Output, Intermediate, Parameter, Target):
            if symbol not in step.names:
                continue
            role, name = step.rule.symbols[symbol], step.names[symbol]
            if role.any_rank:
                shape = shapes[step.named(Input)[0]]
            else:
                shape = tuple(sizes[index] for index in role.indices if index != "n")
            if shapes.setdefault(name, shape) != shape:
                raise NetworkError(
                    f"{step.title()}: {name} has shape {shapes[name]}, but "
                    f"{_pattern(symbol, role)} asks for {shape} here",
                    "only layers of the same sizes can share a parameter",
                    origin=step.key(symbol),
                )
    return shapes


def _sizes(step: Step, shapes: Mapping[str, Shape]) -> dict[str, int]:
    """The size of each index of a step, from what it reads and from what the layer decides."""
    sizes = step.rule.sizes() if isinstance(step.rule, Layer) else {}
    anywhere: tuple[str, Shape] | None = None
    for symbol in step.rule.with_role(Input):
        role, name = step.rule.symbols[symbol], step.names[symbol]
        shape = shapes[name]
        if role.any_rank:
            first = anywhere or (name, shape)
            if first[1] != shape:
                raise NetworkError(
                    f"{step.title()}: {first[0]} has shape {first[1]}, but {name} has {shape}",
                    "both must have the same shape",
                    origin=step.origin,
                )
            anywhere = first
            continue
        indices = [index for index in role.indices if index != "n"]
        if len(indices) != len(shape):
            raise NetworkError(
                f"{step.title()} reads {_pattern(symbol, role)}, but a sample of {name} has shape "
                f"{shape}",
                f"it wants {len(indices)} dimension{'s' * (len(indices) != 1)} a sample",
                origin=step.origin,
            )
        for index, size in zip(indices, shape, strict=True):
            if sizes.setdefault(index, size) != size:
                raise NetworkError(
                    f"{step.title()}: {_pattern(symbol, role)} reads {name} with {index} = {size}, "
                    f"but {index} = {sizes[index]}",
                    origin=step.origin,
                )
    return sizes


def _pattern(symbol: str, role: Role) -> str:
    return f"{symbol}[{','.join(role.indices)}]"
