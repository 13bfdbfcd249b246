"""How long pages take, how large they are, and the memory that it takes to make them.

    python benchmarks/page.py [ROUNDS]

Each page is made in a process of its own, from the network to the text of the page; what is timed
is explaining the step and writing the page, not training.
"""

import json
import statistics
import subprocess
import sys

PAGE = """
import json, resource, sys, time
import numpy as np
import conspect as cs

sizes = json.loads(sys.argv[1])
layers = []
for size in sizes[1:-1]:
    layers += [cs.Dense(size), cs.ReLU()]
net = cs.Network(
    [*layers, cs.Dense(sizes[-1]), cs.Softmax()], inputs=sizes[0], loss=cs.CrossEntropy()
)
step = net.step(np.random.default_rng(0).uniform(0, 1, (1, sizes[0])).round(4), [1])
start = time.perf_counter()
page = step.explain().to_html()
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, len(page.encode()), peak]))
"""

NETWORKS = ([2, 2, 2], [4, 8, 8, 3], [784, 128, 10])


def main() -> None:
    """Make every page several times, and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for sizes in NETWORKS:
        measured = [_measured(sizes) for _ in range(rounds)]
        seconds, size, peak = (statistics.median(column) for column in zip(*measured, strict=True))
        name = "-".join(map(str, sizes))
        print(f"{name:12} {seconds:.3f} s  {size / 1000:7.0f} kB  peak {peak:4.0f} MiB")


def _measured(sizes: list[int]) -> list[float]:
    command = [sys.executable, "-c", PAGE, json.dumps(sizes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: list[float] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    main()
