"""How long the command line takes, as a whole process: median of several interleaved rounds.

    python benchmarks/start.py [ROUNDS]

Prints seconds and the peak memory of each command.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

BIG = """\
[network]
inputs = 784
loss = "cross_entropy"

[[layers]]
type = "dense"
units = 128
activation = "relu"

[[layers]]
type = "dense"
units = 10
activation = "softmax"

[data]
inputs = [{row}]
targets = [3]
"""


SMALL = """\
[network]
inputs = 4
loss = "cross_entropy"

[[layers]]
type = "dense"
units = 8
activation = "relu"

[[layers]]
type = "dense"
units = 3
activation = "softmax"
"""


def main() -> None:
    """Time every command, round by round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        # Machine code that is there already is what is timed, not making it.
        _timed(commands["train, compiled"])
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, arguments in commands.items():
                seconds[name].append(_timed(arguments))
    for name, times in seconds.items():
        print(f"{name:26} {statistics.median(times):.3f} s  (fastest {min(times):.3f})")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process            {peak:.0f} MiB")


def _commands(folder: Path) -> dict[str, list[str]]:
    big, small = folder / "784-128-10.toml", folder / "4-8-3.toml"
    row = np.random.default_rng(0).uniform(0, 1, 784).round(4).tolist()
    big.write_text(BIG.format(row=row))
    small.write_text(SMALL)
    train = ["train", str(small), "--data", "iris", "--epochs", "1", "--quiet", "--engine"]
    return {
        "--help": ["--help"],
        "bare conspect": ["--quiet"],
        "one number of 784-128-10": ["explain", str(big), "--show", "dW1[300,5]"],
        "784-128-10, summarised": ["explain", str(big)],
        "train, buffered": [*train, "buffered"],
        "train, compiled": [*train, "compiled"],
    }


def _timed(arguments: list[str]) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "conspect", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
