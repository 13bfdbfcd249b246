"""The exponential in single precision, in arithmetic that a loop does for many numbers at once."""

import math

import numpy as np

from conspect.engines.compiled.kernels.functions import maximum, minimum, where
from conspect.engines.compiled.kernels.head import kernel

# Outside of these the result is smaller than the smallest normal number, or infinite.
LEAST, MOST = np.float32(-87.33654), np.float32(88.72283)
LOG_2 = math.log(2)


@kernel
def exp(value):
    """`2**power * (1 + rest + rest**2 / 2! + ...)` with a rest of at most half of `log(2)`.

    The sum is in double precision, the result is the nearest number in single precision, or the
    one beside it; where it would be smaller than the smallest normal number, it is 0.
    """
    inside = minimum(MOST, maximum(LEAST, value))
    power = np.int32(math.floor(inside / LOG_2 + 0.5))
    rest = inside - power * LOG_2
    total = 1.0
    for n in (7, 6, 5, 4, 3, 2, 1):
        total = 1.0 + total * rest / n
    # A number's exponent stands above the 23 bits of its digits.
    bits = np.float32(total).view(np.int32) + (power << 23)
    scaled = np.int32(bits).view(np.float32)
    tail = value * np.float32(np.inf)
    return where(value < LEAST, np.float32(0), where(value <= MOST, scaled, tail))
