"""Whether the compiled engine saves more time than its start costs."""

from conspect.engines.compiled import cache
from conspect.engines.compiled.engine import source_for
from conspect.engines.compiled.program import NotCompilableError
from conspect.engines.job import Job

# What a batch saves at least against the buffered engine, in seconds: Python's calls of NumPy, and
# for every number that the optimizer keeps, that it goes through memory once and not many times.
_SAVED, _SAVED_A_MOMENT = 10e-6, 1e-9
# What the start costs at most: loading Numba and machine code that is there, or compiling it.
_WARM_START, _COLD_START = 1.0, 30.0


def is_worth_it(job: Job) -> bool:
    """Whether so many batches are ahead that compiling, or just loading, pays off."""
    moments = sum(value.size for value in job.network.state.values())
    saved = job.batches() * job.epochs * (_SAVED + moments * _SAVED_A_MOMENT)
    if saved < _WARM_START:
        return False
    try:
        source = source_for(job)
    except NotCompilableError:
        return False
    return saved > _COLD_START or cache.is_warm(source)
