"""Reports to be told: one with everything, one that is hostile, one of each verdict."""

from conspect.check.findings import (
    LossTaken,
    Mistake,
    ParameterFinding,
    Report,
    Span,
    Worked,
)

LINE = "        delta = (a - y) @ self.W2 * a1  # the slope is forgotten"
SPAN = Span("/home/ann/train.py", 41, 16, 41, 39, text=LINE)

WRONG = Report(
    verdict="wrong",
    loss=LossTaken("0.5 * np.sum((a - y) ** 2)", "inferred"),
    scale=0.1,
    steps=3,
    parameters=[
        ParameterFinding("self.W1", "wrong", 1.25, [2, 3], span=SPAN),
        ParameterFinding("self.W2", "right", 3.1e-16, [3, 1], span=SPAN),
    ],
    mistakes=[
        Mistake(
            cause="activation_instead_of_derivative",
            parameters=["self.W1"],
            file="/home/ann/train.py",
            line=41,
            message="the gradient is multiplied by the sigmoid itself instead of by its slope",
            fix="multiply by a1 * (1 - a1)",
            evidence="with this mistake the gradients are those applied, to 2e-16",
            span=SPAN,
            mended=LINE.replace("* a1 ", "* a1 * (1 - a1) ").replace(
                "  # the slope is forgotten", ""
            ),
            formula_right="dz = da · a(1 − a)",
            formula_code="dz = da · a",
            worked=Worked(
                "self.W1[1,3]", -0.25, 0.125, 0.12500001, "0.5 · (−0.5)", "0.5 · (−0.5) · (−0.5)"
            ),
        ),
        Mistake(
            cause="transposed",
            parameters=["self.W2"],
            file="",
            cell=3,
            line=7,
            message="the gradient is the transpose of the true one",
            fix="transpose it",
            evidence="",
            hidden=True,
        ),
    ],
    notes=["the biases are constants of the program"],
)

RIGHT = Report(
    verdict="right",
    loss=LossTaken("np.mean((a - y) ** 2)", "found"),
    scale=1.0,
    parameters=[ParameterFinding(f"W{n}", "right", 1e-16, [2, 2]) for n in range(60)],
)

UNCLEAR = Report(
    verdict="unclear", reason="no parameters were found", error="KeyError: 'W1'", ended="raised"
)

NO_PARAMETERS = Report(
    verdict="wrong",
    mistakes=[
        Mistake("never_called", [], "", 12, "backward is never called", "call it", "", cell=2)
    ],
)

# Escape sequences, writing from right to left, markup of rich and of HTML, an attribute's end.
_EVIL = "</script><script>alert(1)</script>\"' onload=x [bold red]m[/] {x} \x1b[2J\u202e\x00\x07"

HOSTILE = Report(
    verdict="wrong",
    reason=_EVIL,
    error=_EVIL,
    loss=LossTaken(_EVIL, _EVIL),
    scale=float("nan"),
    parameters=[ParameterFinding(_EVIL, "wrong", float("inf"), [1])],
    mistakes=[
        Mistake(
            cause=_EVIL,
            parameters=[_EVIL],
            file=_EVIL,
            line=1,
            message=_EVIL,
            fix=_EVIL,
            evidence=_EVIL,
            span=Span(
                _EVIL, 1, 2, 3, 500, text=f"\t{_EVIL}\n  ключ = 'значение' # 漢字\n{_EVIL * 20}"
            ),
            mended=_EVIL,
            formula_right=_EVIL,
            formula_code=_EVIL,
            worked=Worked(_EVIL, float("nan"), float("-inf"), 0.0, _EVIL, _EVIL),
        )
    ],
    notes=[_EVIL],
)

ALL = {
    "wrong": WRONG,
    "right": RIGHT,
    "unclear": UNCLEAR,
    "no_parameters": NO_PARAMETERS,
    "hostile": HOSTILE,
}
