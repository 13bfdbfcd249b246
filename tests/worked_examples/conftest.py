"""What the worked examples are held to: every number of a step, none left out."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from conspect.trace import Trace

Agree = Callable[..., None]


@pytest.fixture
def agree() -> Agree:
    """Holds a step to numbers worked out by hand: all that it has a name for, to 1e-12."""
    return _agree


def _agree(step: Trace, **by_hand: Any) -> None:
    worked_out = set(step.values()) - {"x", "y"} - set(step.network.parameters)
    assert set(by_hand) == worked_out
    for name, numbers in by_hand.items():
        expected = np.array(numbers, dtype=np.float64)
        largest = np.abs(expected).max()
        assert step[name].shape == expected.shape, name
        np.testing.assert_allclose(step[name], expected, rtol=0, atol=1e-12 * largest, err_msg=name)
