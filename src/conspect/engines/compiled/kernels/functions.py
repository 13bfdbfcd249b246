"""The functions that rules call by `xp`, for one number."""

import math

from conspect.engines.compiled.kernels.exp_float64 import exp
from conspect.engines.compiled.kernels.head import ONE, REAL, ZERO, kernel


@kernel
def where(condition, then, otherwise):
    return then if condition else otherwise


@kernel
def maximum(left, right):
    return right if left <= right else left


@kernel
def minimum(left, right):
    return right if left >= right else left


@kernel
def clip(value, least, most):
    return minimum(maximum(value, least), most)


@kernel
def sign(value):
    return REAL(value > 0) - REAL(value < 0)


@kernel
def expm1(value):
    return math.expm1(value)


@kernel
def log(value):
    return math.log(value)


@kernel
def log1p(value):
    return math.log1p(value)


@kernel
def sqrt(value):
    return math.sqrt(value)


@kernel
def tanh(value):
    return math.tanh(value)


@kernel
def cos(value):
    return math.cos(value)


@kernel
def erf(value):
    return math.erf(value)


@kernel
def erfc(value):
    return math.erfc(value)


@kernel
def sigmoid(value):
    small = exp(-abs(value))
    return (ONE if value >= 0 else small) / (ONE + small)


@kernel
def softplus(value):
    return maximum(value, ZERO) + math.log1p(exp(-abs(value)))
