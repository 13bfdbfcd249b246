"""What optimizers keep from step to step."""

from conspect.engines.compiled.kernels.head import TINY, ZERO, kernel


@kernel
def flushed(value):
    """The moment, or 0 where it has faded: the processor is many times slower with such numbers."""
    return value if abs(value) >= TINY else ZERO
