"""How many seeded mistakes the checker finds and names, and how many right programs it accuses.

    python -m benchmarks.check_generated [--programs 50] [--right 1000] [--kinds NAME ...] [-v]

Each kind of mistake of tests/check/generator is put into so many random programs. A mistake that
does not show in the program's own numbers (a relu of which no unit is dead) is passed over.
"""

import argparse
import re
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from tests.check.generator.mistakes import KINDS, right_program, wrong_program
from tests.check.judging import judged

# A smaller effect is rounding.
_SHOWS = 1e-6


@dataclass(frozen=True)
class Outcome:
    """One program: its kind and seed, and what was said of it."""

    kind: str
    seed: int
    verdict: str
    causes: tuple[str, ...]
    seconds: float

    @property
    def first(self) -> bool:
        """Whether the first mistake is the one that was put in."""
        return self.verdict == "wrong" and self.causes[:1] != () and self.causes[0] in self.wanted

    @property
    def wanted(self) -> tuple[str, ...]:
        """The causes that name it."""
        return KINDS[self.kind][1]


def main() -> None:
    """Run what was asked for, on two processes, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=50)
    parser.add_argument("--right", type=int, default=1000)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first seed")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the programs that fail")
    options = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        print(f"{'kind':36} programs  found  named first     s")
        totals = [0, 0, 0]
        for kind in options.kinds:
            seeds = _seeds(kind, options.programs, options.start)
            outcomes = list(pool.map(_judge_wrong, [kind] * len(seeds), seeds))
            found = sum(outcome.verdict == "wrong" for outcome in outcomes)
            first = sum(outcome.first for outcome in outcomes)
            slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
            print(f"{kind:36} {len(seeds):8} {found:6} {first:12} {slowest:5.1f}", flush=True)
            totals = [a + b for a, b in zip(totals, (len(seeds), found, first), strict=True)]
            if options.verbose:
                _tell(outcome for outcome in outcomes if not outcome.first)
        rights = range(options.start, options.start + options.right)
        outcomes = list(pool.map(_judge_right, rights, chunksize=8))
        alarms = [outcome for outcome in outcomes if outcome.verdict == "wrong"]
        unclear = [outcome for outcome in outcomes if outcome.verdict == "unclear"]
        print(f"{'all':36} {totals[0]:8} {totals[1]:6} {totals[2]:12}")
        print(f"right programs: {len(outcomes)}, alarms {len(alarms)}, unclear {len(unclear)}")
        if options.verbose:
            _tell([*alarms, *unclear])


def _tell(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        print(
            f"    {outcome.kind} {outcome.seed}: {outcome.verdict} {' '.join(outcome.causes[:2])}"
        )


def _seeds(kind: str, count: int, start: int) -> list[int]:
    """The first seeds whose programs have this mistake, and show it."""
    found: list[int] = []
    for seed in range(start, start + 40 * count):
        if len(found) == count:
            break
        pair = wrong_program(kind, seed)
        if pair is not None and _shows(*pair):
            found.append(seed)
    return found


def _shows(wrong: str, right: str) -> bool:
    """Whether the two programs come to different parameters."""
    one, other = _run(wrong), _run(right)
    if one is None or other is None or one.keys() != other.keys():
        return True
    return any(
        np.shape(one[name]) != np.shape(other[name])
        or np.abs(one[name] - other[name]).max() > _SHOWS * np.abs(other[name]).max()
        for name in one
    )


def _run(text: str) -> dict[str, np.ndarray] | None:
    """The parameters in the end; None if the program fails."""
    names: dict[str, object] = {}
    try:
        with np.errstate(all="ignore"):
            exec(text, names)
    except (ValueError, NameError):
        return None
    held = names.get("params") or (vars(names["net"]) if "net" in names else names)
    assert isinstance(held, dict)
    return {name: value for name, value in held.items() if re.fullmatch(r"[Wb]\d", name)}


def _judge_wrong(kind: str, seed: int) -> Outcome:
    pair = wrong_program(kind, seed)
    assert pair is not None
    return _outcome(kind, seed, pair[0])


def _judge_right(seed: int) -> Outcome:
    return _outcome("right", seed, right_program(seed))


def _outcome(kind: str, seed: int, text: str) -> Outcome:
    start = time.perf_counter()
    try:
        report = judged(text)
    except Exception as error:  # What an unforeseen error of ours is, is what is to be counted.
        return Outcome(kind, seed, "error", (repr(error),), time.perf_counter() - start)
    causes = tuple(mistake.cause for mistake in report.mistakes)
    return Outcome(kind, seed, report.verdict, causes, time.perf_counter() - start)


if __name__ == "__main__":
    main()
