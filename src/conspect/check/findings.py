"""What a check has found: plain data, that JSON, the terminal and the page show alike."""

from typing import Any

import msgspec


class Span(msgspec.Struct, frozen=True):
    """A place in the source: lines from 1, columns from 0 in characters, the end not included.

    Attributes:
        text: the source lines from `line` to `end_line`.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    text: str = ""


class Worked(msgspec.Struct, frozen=True):
    """One element of a gradient worked out both ways.

    Attributes:
        element: the parameter's name in the program and the place, counted from 1: `net.W1[1,3]`.
        applied, right: what the program applies and what it should, the common scale taken out.
        difference: the right figure found by moving the parameter, independently of any derivative;
            None if the record could not be replayed.
        applied_terms, right_terms: the sums that they are, as text with numbers; empty if it is no
            short sum.
        network: the tables of a network file that does what this step of the program does, its
            data among them; empty if the program is no chain of dense layers, or a large one.
        gradient: what that network calls the element of the gradient: `dW1[1,3]`.
        names: what the program calls that network's parameters: `{"W1": "net.W1"}`.
    """

    element: str
    applied: float
    right: float
    difference: float | None = None
    applied_terms: str = ""
    right_terms: str = ""
    network: dict[str, Any] = {}
    gradient: str = ""
    names: dict[str, str] = {}


class ParameterFinding(msgspec.Struct, frozen=True):
    """One parameter of the program and what became of it.

    Attributes:
        name: the shortest expression that reaches it.
        verdict: `right`, `wrong` or `unclear`.
        relative_error: of the applied gradient, the common scale taken out; None if there is none.
        shape: of its array.
        applied, right: the two gradients, the common scale taken out, row by row; empty if they
            are more than 64 numbers, or some are not finite.
        span: the line of its update.
    """

    name: str
    verdict: str
    relative_error: float | None = None
    shape: list[int] = []
    applied: list[float] = []
    right: list[float] = []
    span: Span | None = None


class Mistake(msgspec.Struct, frozen=True):
    """One mistake, named.

    Attributes:
        cause: one of the causes of the contract.
        parameters: the names of those it spoils.
        file, cell, line: where it is; line 0 if it is nowhere in particular.
        message: what is wrong, in plain words with the program's own names.
        fix: how to mend it.
        evidence: the figure that shows that this mistake reproduces the wrong numbers.
        span: the marked part of the source.
        mended: the lines of the span as they should be; empty if that cannot be said.
        mended_span: what `mended` stands in place of, where it is not the span.
        formula_right, formula_code: the right formula and what the code does instead; may be empty.
        worked: one element, both ways.
        hidden: whether the program's own numbers do not show it.
        confidence: from 0 to 1; the order of the mistakes.
        alternatives: other texts for the marked part, under which its value would be right; they
            are tried for the mended line.
    """

    cause: str
    parameters: list[str]
    file: str
    line: int
    message: str
    fix: str
    evidence: str
    cell: int | None = None
    span: Span | None = None
    mended: str = ""
    formula_right: str = ""
    formula_code: str = ""
    worked: Worked | None = None
    hidden: bool = False
    confidence: float = 1.0
    mended_span: Span | None = None
    alternatives: list[str] = []


class LossTaken(msgspec.Struct, frozen=True):
    """The loss that was taken as meant.

    Attributes:
        expression: as text.
        origin: `given`, `found` or `inferred`.
        span: where the program computes it, if it was found there.
        function: the program's function or method that it stands in; empty for none.
    """

    expression: str
    origin: str
    span: Span | None = None
    function: str = ""


class Report(msgspec.Struct, frozen=True):
    """The answer of a check.

    Attributes:
        verdict: `right`, `wrong` or `unclear`.
        ended: how the program ended: the kind of its `Ending`.
        reason: for `unclear`: what could not be established, in one line.
        loss: the loss taken; None if none could be.
        scale: the common positive factor between applied and true gradients (rate, ½, batch size).
        steps: how many whole steps were compared.
        parameters, mistakes, notes: what was found; mistakes most certain first.
        error: the error that the program died of, as Python says it in its last line.
    """

    verdict: str
    ended: str = "finished"
    reason: str = ""
    loss: LossTaken | None = None
    scale: float | None = None
    steps: int = 0
    parameters: list[ParameterFinding] = []
    mistakes: list[Mistake] = []
    notes: list[str] = []
    error: str = ""

    @property
    def exit_code(self) -> int:
        """0 right, 1 wrong, 2 unclear."""
        return {"right": 0, "wrong": 1}.get(self.verdict, 2)


CAUSES = [
    "never_called",
    "name_error",
    "transposed",
    "wrong_sign",
    "constant_factor",
    "batch_scale",
    "missing_activation_derivative",
    "activation_derivative_at_wrong_point",
    "wrong_activation_derivative",
    "activation_instead_of_derivative",
    "relu_mask_wrong",
    "upstream_dropped",
    "error_instead_of_delta",
    "delta_skips_weights",
    "updated_weights_used",
    "wrong_layer_activation",
    "weight_instead_of_input",
    "gradient_instead_of_weight",
    "dot_instead_of_outer",
    "matmul_instead_of_elementwise",
    "softmax_derivative",
    "loss_derivative",
    "bias_not_summed",
    "bias_sum_axis",
    "bias_scale",
    "bias_from_weight_gradient",
    "regularization_factor",
    "regularization_sign",
    "dropout_mask_missing",
    "copied_gradient",
    "parameter_never_updated",
    "gradient_accumulates",
    "update_repeated",
    "forward_bug",
    "shape_error",
    "unknown",
]
"""The names of the causes, as the contract has them."""
