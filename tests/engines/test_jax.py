"""The JAX engine against the reference, where JAX is installed."""

import pytest

import conspect as cs
from tests.engines.cases import NETWORKS, check_same, in_single_precision, job, small

pytest.importorskip("jax", reason="the engine jax needs the extra jax")

from conspect.engines.jax import Jax


@pytest.mark.parametrize("name", NETWORKS)
def test_jax_is_the_reference(name: str) -> None:
    check_same(NETWORKS[name], Jax, tolerance=1e-10)


def test_jax_keeps_single_precision() -> None:
    check_same(in_single_precision(job(small(optimizer=cs.Adam()))), Jax, tolerance=2e-6)
