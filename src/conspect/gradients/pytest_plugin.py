"""A pytest fixture: `assert_gradients`, the function of that name.

def test_backward(assert_gradients):
    assert_gradients(loss, parameters, backward)
"""

from collections.abc import Callable

import pytest


@pytest.fixture(name="assert_gradients", scope="session")
def _assert_gradients() -> Callable[..., None]:
    """Hold gradients against the slopes of the loss; see `conspect.assert_gradients`."""
    from conspect.gradients.checking import assert_gradients

    return assert_gradients
