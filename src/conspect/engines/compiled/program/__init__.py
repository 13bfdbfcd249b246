"""From a network to the source of one function that trains it for as many batches as asked."""

from conspect.engines.blas import Blas
from conspect.engines.compiled.prelude import prelude
from conspect.engines.compiled.program import by_array, by_number
from conspect.engines.job import Job
from conspect.engines.straight_line import NotElementwiseError
from conspect.errors import InputError

# Sums may be worked out in another order; NaN and infinity stay what they are.
_DECORATOR = "@njit(cache=True, nogil=True, error_model='numpy', fastmath={'reassoc', 'contract'})"
_HEAD = """\
def train(gemm, x, y, weights, order, first, last, size, parameters, gradients, moments, counters,
          fixed, options, rate, batch_losses):
"""


class NotCompilableError(InputError):
    """A network with a rule that is neither element by element nor has a kernel."""


def source(job: Job, blas: Blas | None) -> str:
    """The source of a module whose function `train` trains networks of this structure.

    Args:
        job: its network's structure, not the values, and whether rows have weights.
        blas: what works matrix products out.

    Raises:
        NotCompilableError: a rule of the network is neither element-wise nor has a kernel.
    """
    network = job.network
    try:
        if by_number.fits(job):
            functions, body = by_number.train(network)
        else:
            functions, body = by_array.train(network, weighted=job.weights is not None)
    except NotElementwiseError as error:
        raise NotCompilableError(error.message, "choose the engine buffered") from None
    precision = next(iter(network.parameters.values())).dtype.name
    train = f"{_DECORATOR}\n{_HEAD}{body}\n"
    return "\n\n\n".join([prelude(precision, blas and blas.bits), *functions, train])
