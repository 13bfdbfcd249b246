"""The person's arrays and our float64: NumPy, PyTorch, JAX, plain numbers.

PyTorch and JAX are not imported here: who has arrays of theirs has imported them already.
"""

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.language import _

Floats = npt.NDArray[np.float64]

_DOUBLE = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Kind(ABC):
    """A kind of array: how its numbers are read, and how an array like it is made.

    Attributes:
        sample: an array of this kind.
        precision: the distance from 1 to the next number that it can hold.
    """

    sample: Any
    precision: float

    @abstractmethod
    def made(self, numbers: npt.NDArray[Any]) -> Any:
        """An array of this kind with these numbers; the numbers are not shared."""

    def wider(self) -> "Kind":
        """The same kind in double precision; itself where it has that already or cannot."""
        return self

    def takes_complex(self) -> bool:
        """Whether `made` takes complex numbers too."""
        return False


class _Number(Kind):
    """A plain float."""

    def made(self, numbers: npt.NDArray[Any]) -> Any:
        return numbers.item()

    def takes_complex(self) -> bool:
        return True


class _NumPy(Kind):
    """An array of NumPy's, a subclass, or one of its numbers."""

    def made(self, numbers: npt.NDArray[Any]) -> Any:
        dtype = np.result_type(self.sample.dtype, np.complex64) if _is_complex(numbers) else None
        array = np.array(numbers, dtype=dtype or self.sample.dtype)
        if isinstance(self.sample, np.generic):
            return array[()]
        return array if type(self.sample) is np.ndarray else array.view(type(self.sample))

    def wider(self) -> Kind:
        if self.precision <= _DOUBLE:
            return self
        return _NumPy(self.sample.astype(np.float64), _DOUBLE)

    def takes_complex(self) -> bool:
        return True


class _Torch(Kind):
    """A tensor of PyTorch's, on its own device; it asks for gradients if the sample does."""

    def made(self, numbers: npt.NDArray[Any]) -> Any:
        tensor = self.sample.new_tensor(np.ascontiguousarray(numbers))
        return tensor.requires_grad_(self.sample.requires_grad)

    def wider(self) -> Kind:
        if self.precision <= _DOUBLE:
            return self
        wide = self.sample.detach().double().requires_grad_(self.sample.requires_grad)
        return _Torch(wide, _DOUBLE)


class _Jax(Kind):
    """An array of JAX's; in double precision only where JAX is set to it (jax_enable_x64)."""

    def made(self, numbers: npt.NDArray[Any]) -> Any:
        return sys.modules["jax"].numpy.asarray(numbers, dtype=self.sample.dtype)

    def wider(self) -> Kind:
        if self.precision <= _DOUBLE or not sys.modules["jax"].config.jax_enable_x64:
            return self
        return _Jax(self.sample.astype("float64"), _DOUBLE)


def kind_of(value: Any, name: str) -> Kind:
    """The kind of an array.

    Raises:
        InputError: it is no array of floating-point numbers.

    >>> kind_of(np.zeros(3, np.float32), "W").precision
    1.1920928955078125e-07
    """
    if type(value) is float:
        return _Number(value, _DOUBLE)
    library = type(value).__module__.partition(".")[0]
    if _is_torch(value):
        if not value.dtype.is_floating_point:
            raise _not_floats(name, value.dtype)
        return _Torch(value.detach().requires_grad_(value.requires_grad), _torch_precision(value))
    if library in ("jax", "jaxlib"):
        precision = _jax_precision(value, name)
        return _Jax(value, precision)
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind != "f":
            raise _not_floats(name, value.dtype)
        return _NumPy(value, max(float(np.finfo(value.dtype).eps), _DOUBLE))
    raise InputError(
        _("{name} is of the type {type}").format(name=name, type=type(value).__name__),
        _("give arrays of NumPy, PyTorch or JAX"),
    )


def numbers_of(value: Any) -> Floats:
    """The numbers of an array of any kind, as float64 of our own.

    Raises:
        TypeError, ValueError: it holds no real numbers.
    """
    if _is_torch(value):
        value = value.detach().cpu().double().numpy()
    array = np.asarray(value)
    if array.dtype.kind == "c":
        raise TypeError("complex numbers")
    return np.array(array, dtype=np.float64)


def precision_of(value: Any) -> float:
    """The precision of the numbers of whatever a loss or a gradient came as; double at best."""
    if _is_torch(value):
        return _torch_precision(value)
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return _DOUBLE
    if type(value).__module__.partition(".")[0] in ("jax", "jaxlib"):
        return _jax_precision(value, "the gradient")
    return max(float(np.finfo(dtype).eps), _DOUBLE) if np.dtype(dtype).kind == "f" else _DOUBLE


def _is_torch(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _torch_precision(value: Any) -> float:
    if not value.dtype.is_floating_point:
        return _DOUBLE
    return max(float(sys.modules["torch"].finfo(value.dtype).eps), _DOUBLE)


def _jax_precision(value: Any, name: str) -> float:
    numpy = sys.modules["jax"].numpy
    if not numpy.issubdtype(value.dtype, numpy.floating):
        raise _not_floats(name, value.dtype)
    return max(float(numpy.finfo(value.dtype).eps), _DOUBLE)


def _is_complex(numbers: npt.NDArray[Any]) -> bool:
    return numbers.dtype.kind == "c"


def _not_floats(name: str, dtype: object) -> InputError:
    return InputError(
        _("{name} is an array of {dtype}").format(name=name, dtype=dtype),
        _("a slope needs floating-point numbers: give floats"),
    )
