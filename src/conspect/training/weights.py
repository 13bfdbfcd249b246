"""How much each sample counts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import DataError, InputError
from conspect.language import _
from conspect.losses import Loss

Floats = npt.NDArray[np.floating[Any]]


def sample_weights(
    loss: Loss,
    y: Floats,
    weights: Any = None,
    class_weights: Mapping[int, float] | str | None = None,
) -> npt.NDArray[np.float64] | None:
    """How much each sample counts, from its own weight and that of its class; None for all alike.

    `balanced` weighs a class by samples / (classes · samples of the class).

    Raises:
        DataError: weights that are negative, not finite or not one a sample, or targets that are
            no classes.

    >>> from conspect import CrossEntropy
    >>> sample_weights(CrossEntropy(), np.eye(2)[[0, 0, 0, 1]], class_weights="balanced")
    array([0.66666667, 0.66666667, 0.66666667, 2.        ])
    """
    if weights is None and class_weights is None:
        return None
    counted = np.ones(len(y)) if weights is None else np.array(weights, dtype=np.float64)
    if counted.shape != (len(y),) or not np.isfinite(counted).all() or (counted < 0).any():
        raise DataError(
            _("the sample weights are not {count} numbers from 0 on").format(count=len(y)),
            _("give one for each row"),
        )
    if class_weights is not None:
        labels = loss.absorbs == "sigmoid" and y.shape[1] > 1
        if not loss.tells_classes or labels:
            raise DataError(
                _("{kind} has no classes to weigh").format(kind=loss.kind()),
                _("leave class_weights out"),
            )
        classes = y.argmax(axis=1) if y.shape[1] > 1 else (y[:, 0] > 0.5).astype(int)
        kinds = max(y.shape[1], 2)
        counted *= _by_class(class_weights, classes, kinds)[classes]
    if not counted.any():
        raise DataError(_("all sample weights are 0"), _("give at least one row some weight"))
    return counted


def _by_class(
    class_weights: Mapping[int, float] | str, classes: npt.NDArray[np.intp], kinds: int
) -> npt.NDArray[np.float64]:
    if class_weights == "balanced":
        counts = np.bincount(classes, minlength=kinds)
        return len(classes) / (np.count_nonzero(counts) * np.maximum(counts, 1))
    if isinstance(class_weights, str):
        raise InputError(
            _("unknown class_weights {value!r}").format(value=class_weights),
            _("write 'balanced'"),
        )
    for number, weight in class_weights.items():
        if not 0 <= weight < float("inf"):
            raise InputError(
                _("class_weights holds {weight}").format(weight=weight),
                _("write numbers from 0 on"),
            )
        if number not in range(kinds):
            raise InputError(
                _("class_weights names the class {name!r}").format(name=number),
                _("there are classes 0 to {last}").format(last=kinds - 1),
            )
    return np.array([float(class_weights.get(number, 1.0)) for number in range(kinds)])
