"""From what people give as inputs and targets to arrays of rows: batch first, finite."""

from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import DataError
from conspect.floats import Floats, float_array
from conspect.language import _, plural
from conspect.losses import Loss


def input_rows(
    x: Any, shape: tuple[int, ...], *, copy: bool = True, dtype: npt.DTypeLike = np.float64
) -> Floats:
    """The inputs, one row a sample; a single sample may come without the samples' dimension.

    Args:
        x: an array, nested lists, or one sample.
        shape: the shape of a sample.
        copy: whether the rows must stay as they are, whatever becomes of x.
        dtype: the precision of the rows.

    Raises:
        DataError: not numbers, not finite, or not of that shape.

    >>> input_rows([2, 3], (2,))
    array([[2., 3.]])
    """
    rows = float_array(x, "inputs", DataError, copy=copy, dtype=dtype)
    if rows.shape == shape:
        rows = rows[None]
    if rows.shape[1:] != shape or not len(rows):
        raise DataError(
            _("inputs have shape {shape}, but the network reads {row}").format(
                shape=rows.shape, row=_row(shape)
            ),
            _("give an array of shape (samples, {sizes})").format(sizes=", ".join(map(str, shape))),
        )
    return rows


def target_rows(y: Any, samples: int, outputs: int, loss: Loss) -> Floats:
    """The targets, one row a sample; class numbers (from 0) become one-hot rows.

    Raises:
        DataError: not numbers, not finite, not as many as the inputs or the outputs.

    >>> from conspect import CrossEntropy, SquaredError
    >>> target_rows([1, 0], 2, 3, CrossEntropy())
    array([[0., 1., 0.],
           [1., 0., 0.]])
    >>> target_rows([2.0, 4.0], 2, 1, SquaredError())
    array([[2.],
           [4.]])
    """
    rows = float_array(y, "targets", DataError)
    if loss.class_numbers and rows.size == samples and (outputs > 1):
        rows = _one_hot(rows.ravel(), outputs)
    elif rows.ndim < 2 and rows.size == samples * outputs and 1 in (samples, outputs):
        rows = rows.reshape(samples, outputs)
    if rows.shape != (samples, outputs):
        raise DataError(
            _("targets have shape {shape}, but {samples} and {outputs} ask for {wanted}").format(
                shape=rows.shape,
                samples=plural("{count} sample", "{count} samples", samples).format(count=samples),
                outputs=plural("{count} output", "{count} outputs", outputs).format(count=outputs),
                wanted=(samples, outputs),
            ),
            _("give one row of targets for each row of inputs"),
        )
    wrong = loss.wrong_target(rows)
    if wrong:
        raise DataError(wrong)
    return rows


def _one_hot(classes: Floats, outputs: int) -> Floats:
    whole = classes.astype(int)
    if (whole != classes).any() or (whole < 0).any() or (whole >= outputs).any():
        wrong = next(float(c) for c in classes if c not in range(outputs))
        raise DataError(
            _("the target {wrong:g} is no class number").format(wrong=wrong),
            _("{outputs} outputs have classes 0 to {last}").format(
                outputs=outputs, last=outputs - 1
            ),
        )
    rows: Floats = np.eye(outputs)[whole]
    return rows


def _row(shape: tuple[int, ...]) -> str:
    if len(shape) > 1:
        return _("samples of shape {shape}").format(shape=shape)
    return plural("{count} number a sample", "{count} numbers a sample", shape[0]).format(
        count=shape[0]
    )
