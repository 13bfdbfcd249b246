"""Document -> JSON: the step's arrays at full precision, and every line of the lesson.

Names and keys are the same in every language. Formulas and numbers are in Python's own notation, so
that a program can work them out again.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from conspect.equations.write import Python
from conspect.explain.document import Document, Line

if TYPE_CHECKING:
    from conspect.claims.lookup import Answer

_NOTATION = Python()

# What the loss is the sum of, where there is a penalty.
_TERMS = ("data_loss", "penalty")


def render(document: Document) -> str:
    """The JSON text, two spaces an indent, a final newline."""
    trace = document.trace
    output: dict[str, Any] = {
        "title": document.title,
        "epoch": trace.epoch,
        "batch": trace.batch,
        "loss": _plain(trace.loss),
        "loss_after": _plain(trace.loss_after),
        **{name: _plain(trace.arrays[name]) for name in _TERMS if name in trace.arrays},
        "output": trace.network.output,
        "losses": _plain(trace.arrays["losses"]),
        "arrays": _arrays(trace.arrays),
        "after": _arrays(trace.after),
        "state": _arrays(trace.state),
        "after_state": _arrays(trace.after_state),
        **({"claims": [_claim(answer) for answer in document.answers]} if document.answers else {}),
        "lines": [_line(line) for line in document.lines()],
    }
    return msgspec.json.format(msgspec.json.encode(output), indent=2).decode() + "\n"


def _arrays(arrays: Mapping[str, npt.NDArray[np.float64]]) -> dict[str, Any]:
    return {name: _plain(array) for name, array in arrays.items()}


def _plain(values: npt.NDArray[np.float64] | float) -> Any:
    """Nested lists; non-finite numbers, which JSON does not have, as strings."""
    if isinstance(values, np.ndarray) and np.isfinite(values).all():
        return values.tolist()
    if isinstance(values, np.ndarray) and values.ndim:
        return [_plain(value) for value in values]
    number = float(values)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return number


def _claim(answer: "Answer") -> dict[str, Any]:
    return {
        "name": answer.claim.name,
        "claimed": float(answer.claim.number),
        "value": _plain(answer.true),
        "right": answer.right,
        "mistakes": [
            {
                "cause": explanation.cause,
                "message": explanation.words,
                "value": _plain(explanation.value),
            }
            for explanation in answer.explanations
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "section": line.section,
        "name": _NOTATION.write(line.element),
        "formula": _NOTATION.write(line.formula),
        "numbers": _NOTATION.write(line.printed.numbers),
        "value": _plain(line.value),
        "shown": _NOTATION.signed(line.printed.result),
        "exact": line.printed.exact,
        "digits": line.printed.digits,
        "reason": line.reason,
    }
