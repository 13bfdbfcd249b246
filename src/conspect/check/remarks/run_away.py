"""Training that ends in no numbers at all."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.arrays import as_array
from conspect.language import plural


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """The first parameter that is no longer finite, and after how many updates."""
    for parameter in case.parameters:
        for number, version in enumerate(parameter.chains[0].versions):
            if not np.isfinite(as_array(case.values(version))).all():
                yield plural(
                    "the numbers run away: after {count} update {name} is no longer finite; "
                    "a smaller learning rate may help",
                    "the numbers run away: after {count} updates {name} is no longer finite; "
                    "a smaller learning rate may help",
                    number,
                ).format(count=number, name=parameter.name)
                return
