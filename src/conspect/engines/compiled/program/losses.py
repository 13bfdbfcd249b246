"""The losses of a batch's rows, the batch's loss, and the first gradient."""

from conspect.engines.compiled.program.writer import Writer
from conspect.engines.straight_line import NotElementwiseError
from conspect.roles import Input
from conspect.step import Step


def loss(writer: Writer, step: Step) -> None:
    """What the network's last step comes to, and the gradient by what it reads."""
    read = step.names[step.rule.with_role(Input)[0]]
    answer, given = writer.buffer(step.names["a"]), writer.buffer(read, "d")
    writer.gradient(read)
    forward, backward = _calls(writer, step, f"v_{read}", answer, given)
    writer.inside += [forward, *_reduced(writer), backward]
    if writer.weighted:
        writer.inside.append(f"scale_rows(rows, batch_weights, {given})")


def _reduced(writer: Writer) -> list[str]:
    """The batch's loss, and the factor that its gradients have."""
    if writer.weighted:
        lines = ["total, count = weighted_sum(rows, losses, batch_weights)"]
    else:
        lines = ["total, count = summed(rows, losses), float(rows)"]
    divisor = "count" if writer.network.loss.reduction == "mean" else "1.0"
    return [*lines, f"factor = REAL(1.0 / {divisor})", f"batch_loss = total / {divisor}"]


def _calls(writer: Writer, step: Step, read: str, a: str, out: str) -> tuple[str, str]:
    """The call that fills `losses`, and the one that fills the gradient.

    Raises:
        NotElementwiseError: there is no kernel for this loss.
    """
    kind, scale = step.rule.kind(), f"REAL({writer.count('y')})"
    # The factor of the squares, and that of the differences in their gradient.
    squares = {
        "half_squared_error": ("HALF", "factor"),
        "squared_error": ("ONE", "REAL(2) * factor"),
        "mean_squared_error": (f"ONE / {scale}", f"REAL(2) / {scale} * factor"),
    }
    if kind in squares:
        half, slope = squares[kind]
        return (
            f"squares_losses(rows, {a}, v_y, {half}, losses)",
            f"output_minus_target(rows, {a}, v_y, {slope}, {out})",
        )
    match kind:
        case "cross_entropy" | "binary_cross_entropy" | "poisson":
            return (
                f"{kind}_losses(rows, {read}, v_y, {a}, losses)",
                f"output_minus_target(rows, {a}, v_y, factor, {out})",
            )
        case "mean_absolute_error":
            return (
                f"{kind}_losses(rows, {a}, v_y, losses)",
                f"{kind}_da(rows, {a}, v_y, factor / {scale}, {out})",
            )
        case "huber":
            delta = f"REAL({writer.option_names[id(step.rule), 'delta']})"
            return (
                f"huber_losses(rows, {a}, v_y, {delta}, losses)",
                f"huber_da(rows, {a}, v_y, {delta}, factor, {out})",
            )
    raise NotElementwiseError(f"the compiled engine has no kernel for {kind}")
