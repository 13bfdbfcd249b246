"""A contestant in a process of its own, that runs when it is its turn."""

import os
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
from contestants import CONTESTANTS, Contestant
from workloads import WORKLOADS, Workload

# Steps after which those that start from the same weights must have arrived at the same.
_COMPARED = 5
_TOLERANCE = 2e-4
# How long a turn lasts at least, in seconds.
_TURN = 0.1


class Player:
    """One contestant, to be asked for its times once it is ready."""

    def __init__(self, name: str, workload: Workload) -> None:
        context = get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_play, args=(other, workload.name, name))
        with patch.dict(os.environ, CONTESTANTS[name].environment):
            self.process.start()
        other.close()

    def missing(self) -> str:
        """Wait until it is ready; why it cannot take part, or nothing."""
        reason: str = self.connection.recv()
        return reason

    def seconds_a_step(self) -> float:
        """The time of one turn, by its steps."""
        self.connection.send("run")
        seconds: float = self.connection.recv()
        return seconds

    def stop(self) -> None:
        """No more turns."""
        self.connection.close()
        self.process.join()


def _play(connection: Connection, workload_name: str, name: str) -> None:
    workload = WORKLOADS[workload_name]
    try:
        contestant = CONTESTANTS[name].make(workload)
    except ImportError as error:
        connection.send(str(error))
        return
    _check_agreement(name, contestant, workload)
    connection.send("")
    while True:
        try:
            connection.recv()
        except EOFError:
            return
        connection.send(_timed(contestant, workload.steps))


def _timed(contestant: Contestant, steps: int) -> float:
    """Seconds a step, over a tenth of a second at least.

    As many steps before that, unmeasured, as bring processor and caches to speed.
    """
    contestant.run(max(steps // 10, 1))
    done, begin = 0, perf_counter()
    while (seconds := perf_counter() - begin) < _TURN:
        done += contestant.run(steps)
    return seconds / done


def _check_agreement(name: str, contestant: Contestant, workload: Workload) -> None:
    """Whoever starts from the same weights must arrive where the reference engine does."""
    contestant.run(_COMPARED)
    found = contestant.parameters()
    if found is None:
        return
    for values, others in zip(_expected(workload), found, strict=True):
        np.testing.assert_allclose(others, values, rtol=0, atol=_TOLERANCE, err_msg=name)


def _expected(workload: Workload) -> list[Any]:
    reference = CONTESTANTS["conspect reference"].make(workload)
    reference.run(_COMPARED)
    parameters = reference.parameters()
    assert parameters is not None
    return parameters
