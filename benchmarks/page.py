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

sizes, show = json.loads(sys.argv[1])
layers = []
for size in sizes[1:-1]:
    layers += [cs.Dense(size), cs.ReLU()]
if sizes[-1] > 1:
    layers, loss, y = [*layers, cs.Dense(sizes[-1]), cs.Softmax()], cs.CrossEntropy(), [1]
else:
    layers, loss, y = [*layers, cs.Dense(1), cs.ReLU()], cs.HalfSquaredError(), [2]
net = cs.Network(layers, inputs=sizes[0], loss=loss)
step = net.step(np.random.default_rng(0).uniform(0, 1, (1, sizes[0])).round(4), y)
start = time.perf_counter()
page = step.explain(show).to_html()
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, len(page.encode()), peak]))
"""

# The sizes of the layers, and what is asked for: nothing is everything.
PAGES: tuple[tuple[list[int], list[str]], ...] = (
    ([2, 2, 1], []),
    ([4, 8, 8, 3], []),
    ([784, 128, 10], []),
    ([784, 128, 10], [f"z1[1,{unit}]" for unit in range(1, 26)]),
)


def main() -> None:
    """Make every page several times, and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for sizes, show in PAGES:
        measured = [_measured(sizes, show) for _ in range(rounds)]
        seconds, size, peak = (statistics.median(column) for column in zip(*measured, strict=True))
        name = "-".join(map(str, sizes)) + (f", {len(show)} sums" if show else "")
        print(f"{name:20} {seconds:.3f} s  {size / 1000:7.0f} kB  peak {peak:4.0f} MiB")


def _measured(sizes: list[int], show: list[str]) -> list[float]:
    command = [sys.executable, "-c", PAGE, json.dumps([sizes, show])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: list[float] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    main()
