"""The calls of the losses' kernels."""

from conspect.engines.straight_line import NotElementwiseError


def loss_calls(
    kind: str, *, read: str, a: str, out: str, outputs: int, delta: str
) -> tuple[str, str]:
    """The call that fills `losses`, and the one that fills the gradient.

    Args:
        kind: the loss.
        read: what it reads: the pre-activation, where it contains the activation.
        a: the answer.
        out: where the gradient by what it reads goes.
        outputs: how many there are.
        delta: Huber's hyperparameter.

    Raises:
        NotElementwiseError: there is no kernel for this loss.
    """
    scale = f"REAL({outputs})"
    # The factor of the squares, and that of the differences in their gradient.
    squares = {
        "half_squared_error": ("HALF", "factor"),
        "squared_error": ("ONE", "REAL(2) * factor"),
        "mean_squared_error": (f"ONE / {scale}", f"REAL(2) / {scale} * factor"),
    }
    if kind in squares:
        half, slope = squares[kind]
        return (
            f"squares_forward(rows, {a}, v_y, {half}, losses)",
            f"output_minus_target(rows, {a}, v_y, {slope}, {out})",
        )
    match kind:
        case "cross_entropy" | "binary_cross_entropy" | "poisson":
            return (
                f"{kind}_forward(rows, {read}, v_y, {a}, losses)",
                f"output_minus_target(rows, {a}, v_y, factor, {out})",
            )
        case "mean_absolute_error":
            return (
                f"{kind}_forward(rows, {a}, v_y, losses)",
                f"{kind}_backward(rows, {a}, v_y, factor / {scale}, {out})",
            )
        case "huber":
            return (
                f"huber_forward(rows, {a}, v_y, REAL({delta}), losses)",
                f"huber_backward(rows, {a}, v_y, REAL({delta}), factor, {out})",
            )
    raise NotElementwiseError(f"the compiled engine has no kernel for {kind}")
