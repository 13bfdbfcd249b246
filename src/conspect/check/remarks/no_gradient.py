"""Parameters of which nothing can be said, since no gradient reaches them."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.language import plural


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """Those whose gradients are 0, applied and true, at every step compared: of dead units, say."""
    names = [
        parameter.name
        for k, parameter in enumerate(case.parameters)
        if any(k in pairs for pairs in comparison.pairs)
        and not any(
            np.any(pairs[k].applied) or np.any(pairs[k].true)
            for pairs in comparison.pairs
            if k in pairs
        )
    ]
    if names:
        yield plural(
            "the gradient of {names} is 0 at every step compared, applied and true: "
            "a mistake in it would not show; dead units or zeros to start from do this",
            "the gradients of {names} are 0 at every step compared, applied and true: "
            "a mistake in them would not show; dead units or zeros to start from do this",
            len(names),
        ).format(names=", ".join(names))
