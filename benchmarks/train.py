"""Training side by side: every contestant on the same batches, in interleaved rounds.

Needs `pip install -e '.[fast]' torch==2.13.0 scikit-learn jax mkl`; what is missing is left out.

    python benchmarks/train.py [WORKLOAD ...] [--rounds N] [--only WORDS]

Each contestant has a process of its own, so that no library's threads get in the way of another's;
they take turns, and only the one whose turn it is runs. Before timing, all that start from the same
weights are compared with the reference engine.

Prints the median time of a step, the speed-up over PyTorch at its better thread count, and the
multiple of the floor: the matrix products of a step alone, in the fastest BLAS at hand.
"""

import argparse
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from statistics import median

from contestants import CONTESTANTS
from turns import Player
from workloads import WORKLOADS, Workload


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", default=list(WORKLOADS), metavar="WORKLOAD")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="contestants with one of these words in them")
    chosen = parser.parse_args()
    words = chosen.only.split()
    names = [n for n in CONTESTANTS if not words or any(word in n for word in words)]
    print(machine())
    for name in chosen.workloads:
        report(WORKLOADS[name], names, chosen.rounds)


def machine() -> str:
    """The machine and the versions that the figures hold for."""
    packages = ("numpy", "scipy", "numba", "torch", "scikit-learn", "jax", "mkl")
    versions = [f"{name} {_version(name)}" for name in packages if _version(name)]
    return f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, " + (
        ", ".join(versions)
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(": ")[1].strip() for line in file if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def report(workload: Workload, names: list[str], rounds: int) -> None:
    """Compare, take turns, and print the table of one workload."""
    players = {name: Player(name, workload) for name in names}
    try:
        for name, player in list(players.items()):
            if reason := player.missing():
                print(f"{name} is left out: {reason}")
                player.stop()
                del players[name]
        times: dict[str, list[float]] = {name: [] for name in players}
        for round_ in range(rounds):
            # Nobody always comes after the same one.
            for name in list(players)[:: 1 if round_ % 2 else -1]:
                times[name].append(players[name].seconds_a_step())
    finally:
        for player in players.values():
            player.stop()
    medians = {name: median(values) for name, values in times.items()}
    torch = [time for name, time in medians.items() if name.startswith("PyTorch")]
    floor = [time for name, time in medians.items() if name.startswith("floor")]
    sizes = "-".join(map(str, workload.sizes))
    precision = f"{workload.optimizer}, {workload.dtype}"
    print(f"\n{workload.name}: {sizes}, batch {workload.batch_size}, {precision}")
    print(f"  {'':28}{'µs a step':>12}{'fastest':>12}{'× PyTorch':>12}{'× floor':>9}")
    for name, time in medians.items():
        speed_up = f"{min(torch) / time:12.2f}" if torch else ""
        multiple = f"{time / min(floor):9.2f}" if floor else ""
        fastest = min(times[name]) * 1e6
        print(f"  {name:28}{time * 1e6:12.2f}{fastest:12.2f}{speed_up}{multiple}", flush=True)


if __name__ == "__main__":
    main()
