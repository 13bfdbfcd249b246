"""PyTorch's tensors, where PyTorch is installed."""

from typing import Any

import numpy as np
import pytest

from conspect import ConspectError, check_gradients

torch = pytest.importorskip("torch", reason="torch is not installed")


def _network(dtype: Any) -> tuple[Any, dict[str, Any], Any]:
    generator = torch.Generator().manual_seed(0)

    def drawn(*shape: int) -> Any:
        return torch.randn(*shape, generator=generator, dtype=dtype)

    x, y = drawn(6, 3), drawn(6, 2)

    def loss(p: dict[str, Any]) -> Any:
        return ((torch.relu(x @ p["W1"] + p["b1"]) @ p["W2"] - y) ** 2).mean()

    def gradients(p: dict[str, Any]) -> dict[str, Any]:
        held = {name: value.detach().clone().requires_grad_() for name, value in p.items()}
        loss(held).backward()
        return {name: value.grad for name, value in held.items()}

    return loss, {"W1": drawn(3, 4), "b1": drawn(4), "W2": drawn(4, 2)}, gradients


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("asks", [True, False])
def test_right_gradients_of_torch(dtype: Any, asks: bool) -> None:
    loss, parameters, gradients = _network(dtype)
    for value in parameters.values():
        value.requires_grad_(asks)
    assert (check := check_gradients(loss, parameters, gradients)), str(check)
    claimed = gradients(parameters)
    assert (check := check_gradients(loss, parameters, claimed)), str(check)


@pytest.mark.parametrize(("dtype", "error"), [(torch.float64, 1e-6), (torch.float32, 1e-2)])
def test_wrong_gradients_of_torch(dtype: Any, error: float) -> None:
    loss, parameters, gradients = _network(dtype)
    claimed = gradients(parameters)
    claimed["W2"] = claimed["W2"] * (1 + error)
    check = check_gradients(loss, parameters, claimed)
    assert [one.verdict for one in check.parameters.values()] == ["right", "right", "wrong"]
    assert check["W2"].relative_error == pytest.approx(error, rel=0.1)


def test_a_module_by_functional_call() -> None:
    module = torch.nn.Linear(3, 2).double()
    x = torch.randn(5, 3, dtype=torch.float64)

    def loss(p: dict[str, Any]) -> Any:
        return torch.func.functional_call(module, p, (x,)).square().sum()

    parameters = dict(module.named_parameters())
    assert check_gradients(loss, parameters, torch.func.grad(loss))


def test_whole_numbers_of_torch_are_refused() -> None:
    with pytest.raises(ConspectError, match=r"w is an array of torch\.int64"):
        check_gradients(lambda p: p["w"].sum(), {"w": torch.ones(2, dtype=torch.int64)}, {"w": 1})


def test_numpy_gradients_for_torch_parameters() -> None:
    w = torch.tensor([1.0, 2.0], dtype=torch.float64)
    assert check_gradients(lambda p: (p["w"] ** 2).sum(), {"w": w}, {"w": np.array([2.0, 4.0])})
