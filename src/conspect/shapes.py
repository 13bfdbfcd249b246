"""The shapes of a network's arrays, found step by step from that of its input."""

from collections.abc import Mapping, Sequence

from conspect.errors import NetworkError
from conspect.language import _, plural
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
                    _(
                        "{step}: {name} has shape {shape}, but {pattern} asks for {wanted} here"
                    ).format(
                        step=step.title(),
                        name=name,
                        shape=shapes[name],
                        pattern=_pattern(symbol, role),
                        wanted=shape,
                    ),
                    _("only layers of the same sizes can share a parameter"),
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
                    _("{step}: {first} has shape {size}, but {name} has {shape}").format(
                        step=step.title(), first=first[0], size=first[1], name=name, shape=shape
                    ),
                    _("both must have the same shape"),
                    origin=step.origin,
                )
            anywhere = first
            continue
        indices = [index for index in role.indices if index != "n"]
        if len(indices) != len(shape):
            raise NetworkError(
                _("{step} reads {pattern}, but a sample of {name} has shape {shape}").format(
                    step=step.title(), pattern=_pattern(symbol, role), name=name, shape=shape
                ),
                plural(
                    "it wants {count} dimension a sample",
                    "it wants {count} dimensions a sample",
                    len(indices),
                ).format(count=len(indices)),
                origin=step.origin,
            )
        for index, size in zip(indices, shape, strict=True):
            if sizes.setdefault(index, size) != size:
                raise NetworkError(
                    _(
                        "{step}: {pattern} reads {name} with {index} = {size}, "
                        "but {index} = {known}"
                    ).format(
                        step=step.title(),
                        pattern=_pattern(symbol, role),
                        name=name,
                        index=index,
                        size=size,
                        known=sizes[index],
                    ),
                    origin=step.origin,
                )
    return sizes


def _pattern(symbol: str, role: Role) -> str:
    return f"{symbol}[{','.join(role.indices)}]"
