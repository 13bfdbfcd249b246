"""Training side by side: every contestant on the same batches, in interleaved rounds.

Needs `pip install -e '.[fast]' scikit-learn torch==2.13.0`; whoever is not installed is left out.

    python benchmarks/train.py [WORKLOAD ...] [--rounds N]

Prints the median time of a step, the speed-up over PyTorch at its better thread count, and the
multiple of the floor. Before timing, all that start from the same weights are compared.
"""

import argparse
from statistics import median
from time import perf_counter

import numpy as np
from contestants import CONTESTANTS, Contestant
from workloads import WORKLOADS, Workload


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", default=list(WORKLOADS), metavar="WORKLOAD")
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    for name in chosen.workloads:
        report(WORKLOADS[name], chosen.rounds)


def report(workload: Workload, rounds: int) -> None:
    contestants = present(workload)
    check_agreement(contestants, steps=5)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            begin = perf_counter()
            steps = contestant.run(workload.steps)
            times[name].append((perf_counter() - begin) / steps)
    medians = {name: median(values) for name, values in times.items()}
    torch = min((t for name, t in medians.items() if name.startswith("PyTorch")), default=None)
    floor = medians["floor (matrix products)"]
    sizes = "-".join(map(str, workload.sizes))
    print(f"\n{workload.name}: {sizes}, batch {workload.batch_size}, {workload.optimizer}")
    print(f"  {'':24}{'µs a step':>12}{'fastest':>10}{'× PyTorch':>11}{'× floor':>9}")
    for name, time in medians.items():
        ratio = f"{torch / time:11.2f}" if torch else f"{'':11}"
        best = min(times[name]) * 1e6
        print(f"  {name:24}{time * 1e6:12.2f}{best:10.2f}{ratio}{time / floor:9.2f}")


def present(workload: Workload) -> dict[str, Contestant]:
    """Those whose packages are installed."""
    found: dict[str, Contestant] = {}
    for name, make in CONTESTANTS.items():
        try:
            found[name] = make(workload)
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def check_agreement(contestants: dict[str, Contestant], steps: int) -> None:
    """All that start from the same weights must arrive at the same."""
    reference = contestants["conspect reference"]
    reference.run(steps)
    wanted = reference.parameters()
    assert wanted is not None
    for name, contestant in contestants.items():
        if contestant is reference or contestant.parameters() is None:
            continue
        if hasattr(contestant, "factor"):
            contestant.factor, factor = 1, contestant.factor
            contestant.run(steps)
            contestant.factor = factor
        else:
            contestant.run(steps)
        for values, others in zip(wanted, contestant.parameters() or [], strict=True):
            np.testing.assert_allclose(others, values, rtol=0, atol=2e-4, err_msg=name)


if __name__ == "__main__":
    main()
