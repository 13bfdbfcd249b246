"""Every optimizer against its own equations, and what they refuse."""

import pytest

from conspect.errors import InputError
from conspect.optimizers import Optimizer
from conspect.optimizers.adam import Adam
from conspect.registry import find
from conspect.testing import check_layer

OPTIMIZERS = find("conspect.optimizers", Optimizer)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_the_array_code_is_the_equations(kind: str) -> None:
    check_layer(OPTIMIZERS[kind]())


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_negative_learning_rate_is_refused(kind: str) -> None:
    with pytest.raises(InputError, match="learning_rate is -1"):
        OPTIMIZERS[kind](learning_rate=-1)  # type: ignore[call-arg]


def test_a_share_of_1_is_refused() -> None:
    with pytest.raises(InputError, match="beta1 is 1"):
        Adam(beta1=1)
