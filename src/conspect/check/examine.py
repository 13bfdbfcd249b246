"""Check a program: run it, and where it does not even train, mend that and run it again."""

from collections.abc import Callable, Mapping

import msgspec

from conspect.check.findings import Mistake, Report
from conspect.check.mending.proof import with_mended_lines
from conspect.check.outcome import Ending
from conspect.check.repairs import find_repair
from conspect.check.repairs.repair import Attempt
from conspect.check.run import run
from conspect.check.sources import Source, read_sources
from conspect.check.told import told
from conspect.errors import LimitError

# A program may be mended so often: a forgotten call, then a misspelt name or two.
_MOST_RUNS = 4

Judged = tuple[Ending, Report | None]


def check_file(
    file: str,
    sources: list[Source] | None = None,
    *,
    seconds: float = 20,
    megabytes: int = 4096,
    options: Mapping[str, str] | None = None,
) -> Report:
    """Check a script or a notebook; it runs with the rights of whoever calls.

    Args:
        file: its name; `-` is stdin.
        sources: its text; read from the file if left out.
        seconds, megabytes: what the program may take.
        options: `loss`: the loss meant, as an expression.

    Raises:
        FileAccessError, InputError: it cannot be opened, or is neither script nor notebook.
        LimitError: time or memory ran out before anything could be established.
    """
    remarks: list[str] = []
    endings: list[Ending] = []

    def judged(sources: list[Source]) -> Judged:
        outcome = run(file, sources, seconds=seconds, megabytes=megabytes, options=options)
        remarks[:] = [*remarks, *(line for line in outcome.remarks if line not in remarks)]
        endings.append(outcome.ending)
        if outcome.report is None:
            return outcome.ending, None
        return outcome.ending, msgspec.json.decode(outcome.report, type=Report)

    text = read_sources(file) if sources is None else sources
    report = examine(file, text, judged)
    if report.verdict == "unclear" and endings[-1].kind in ("time", "memory"):
        raise LimitError(told(endings[-1]), file=file)
    return msgspec.structs.replace(report, notes=[*report.notes, *remarks])


def examine(file: str, sources: list[Source], judged: Callable[[list[Source]], Judged]) -> Report:
    """Judge a program, and again without the mistakes that keep it from training.

    Args:
        file: the person's file.
        sources: its text.
        judged: runs sources, and gives how that ended and the report.

    Returns:
        The report of the last run, with the mistakes that were mended for it.
    """
    found: list[Mistake] = []
    first, report = judged(sources)
    ending, best, seen = first, report, sources
    for _run in range(_MOST_RUNS - 1):
        repair = find_repair(Attempt(file, sources, ending, report))
        if repair is None:
            break
        found.append(repair.mistake)
        if repair.sources is None:
            break
        sources = repair.sources
        ending, report = judged(sources)
        if report is not None:
            best, seen = report, sources
    report = _together(best, found, first)
    return with_mended_lines(report, seen, lambda tried: judged(tried)[1])


def _together(report: Report | None, found: list[Mistake], ending: Ending) -> Report:
    if report is None:
        report = Report("unclear", ended=ending.kind, reason=told(ending))
    if not found:
        return report
    return msgspec.structs.replace(
        report, verdict="wrong", reason="", mistakes=[*found, *report.mistakes]
    )
