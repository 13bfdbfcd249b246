"""JAX's arrays, where JAX is installed."""

from typing import Any

import numpy as np
import pytest

from conspect import ConspectError, check_gradients

jax = pytest.importorskip("jax", reason="jax is not installed")


def _network(dtype: Any) -> tuple[Any, dict[str, Any], Any]:
    generator = np.random.default_rng(0)

    def drawn(*shape: int) -> Any:
        return jax.numpy.asarray(generator.normal(size=shape), dtype=dtype)

    x, y = drawn(6, 3), drawn(6, 2)

    def loss(p: dict[str, Any]) -> Any:
        return ((jax.nn.relu(x @ p["W1"] + p["b1"]) @ p["W2"] - y) ** 2).mean()

    return loss, {"W1": drawn(3, 4), "b1": drawn(4), "W2": drawn(4, 2)}, jax.jit(jax.grad(loss))


@pytest.mark.parametrize(("dtype", "error"), [("float64", 1e-6), ("float32", 1e-2)])
def test_gradients_of_jax(dtype: str, error: float) -> None:
    with jax.enable_x64(dtype == "float64"):
        loss, parameters, gradients = _network(dtype)
        assert (check := check_gradients(jax.jit(loss), parameters, gradients)), str(check)
        claimed = dict(gradients(parameters))
        claimed["W2"] = claimed["W2"] * (1 + error)
        check = check_gradients(jax.jit(loss), parameters, claimed)
    assert [one.verdict for one in check.parameters.values()] == ["right", "right", "wrong"]


def test_whole_numbers_of_jax_are_refused() -> None:
    with pytest.raises(ConspectError, match="w is an array of int32"):
        check_gradients(lambda p: p["w"].sum(), {"w": jax.numpy.ones(2, int)}, {"w": 1})
