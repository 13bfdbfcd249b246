"""What every kernel knows: the precision, and how it is compiled."""

import math

import numpy as np
from numba import njit

# Replaced by the precision of the training when the file is copied.
REAL = np.float64
#: Moments below this are made 0: the processor is many times slower with numbers near its smallest.
TINY = np.finfo(REAL).tiny
ZERO, ONE, HALF = REAL(0), REAL(1), REAL(0.5)
pi = math.pi

# Sums may be worked out in another order and quotients as products; NaN and infinity stay what
# they are.
kernel = njit(fastmath={"reassoc", "contract", "arcp", "nsz"}, error_model="numpy")
