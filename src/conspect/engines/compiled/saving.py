"""Whether the compiled engine saves more time than its start costs."""

from conspect.engines.compiled import cache
from conspect.engines.compiled.engine import source_for
from conspect.engines.compiled.program import NotCompilableError
from conspect.engines.job import Job

# What a batch saves at least against the buffered engine, in seconds: Python's calls of NumPy.
_SAVED = 10e-6
# What the start costs at most: loading Numba and machine code that is there, or compiling it.
_WARM_START, _COLD_START = 1.5, 20.0


def is_worth_it(job: Job) -> bool:
    """Whether so many batches are ahead that compiling, or just loading, pays off."""
    saved = job.batches() * job.epochs * _SAVED
    if saved < _WARM_START:
        return False
    try:
        source = source_for(job)
    except NotCompilableError:
        return False
    return saved > _COLD_START or cache.is_warm(source)
