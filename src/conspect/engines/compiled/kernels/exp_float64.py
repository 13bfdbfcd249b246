"""The exponential in double precision: the processor's library has it."""

import math

from conspect.engines.compiled.kernels.head import kernel


@kernel
def exp(value):
    return math.exp(value)
