"""How good answers are, in the measure that suits the task."""

from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.losses import Loss

Floats = npt.NDArray[np.floating[Any]]


def score_name(loss: Loss) -> str:
    """The measure that suits a network with this loss: `accuracy` or `r2`.

    >>> from conspect import CrossEntropy, Huber
    >>> score_name(CrossEntropy()), score_name(Huber())
    ('accuracy', 'r2')
    """
    return "accuracy" if loss.tells_classes else "r2"


def score(loss: Loss, y: Floats, answers: Floats, weights: Floats | None = None) -> float:
    """The score: more is better, 1 is perfect.

    Args:
        loss: the network's; it tells the task.
        y, answers: targets and the network's outputs, one row a sample.
        weights: how much each sample counts; left out, all the same.
    """
    if loss.absorbs == "softmax":
        hits = answers.argmax(axis=1) == y.argmax(axis=1)
        return float(np.average(hits, weights=weights))
    if loss.absorbs == "sigmoid":
        hits = ((answers > 0.5) == (y > 0.5)).all(axis=1)
        return float(np.average(hits, weights=weights))
    return r2(y, answers, weights)


def r2(y: Floats, answers: Floats, weights: Floats | None = None) -> float:
    """The coefficient of determination, the mean over the outputs: 1 − residual / total.

    A constant output counts as 1 if it is met exactly, else as 0.

    Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), 3.2.

    >>> r2(np.array([[1.0], [2.0], [3.0]]), np.array([[1.0], [2.0], [2.0]]))
    0.5
    """
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    y, answers = y.astype(np.float64), answers.astype(np.float64)
    residual = (w[:, None] * (y - answers) ** 2).sum(axis=0)
    centre = np.average(y, axis=0, weights=w)
    total = (w[:, None] * (y - centre) ** 2).sum(axis=0)
    constant = total == 0
    ratio = np.where(constant, (residual != 0), residual / np.where(constant, 1, total))
    return float((1 - ratio).mean())
