"""Judge a program in this process: for programs of our own, to be fast."""

import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import msgspec
import numpy as np

from conspect.check.endings import ending_of
from conspect.check.examine import examine
from conspect.check.findings import Report
from conspect.check.observer import Observer
from conspect.check.outcome import Ending
from conspect.check.sources import Source


class _Enough(BaseException):
    """The observer has seen enough."""


def judged(text: str, file: str = "program.py") -> Report:
    """What the checker says about a script."""
    return examine(file, [Source(text, file)], partial(_one_run, file))


def _one_run(file: str, sources: list[Source]) -> tuple[Ending, Report]:

    def stop() -> NoReturn:
        raise _Enough

    main, own = ModuleType("__main__"), sys.modules["__main__"]
    vars(main).update({"__file__": file, "display": print})
    sys.modules["__main__"] = main
    first: BaseException | None = None
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            observer = Observer(stop, {})
            for source in sources:
                try:
                    code = observer.compile(source.text, source.filename, source.cell)
                    exec(code, vars(main))
                except _Enough:
                    first = first or _Enough()
                    break
                except Exception as error:
                    first = first or error
            if first is None:
                ending = Ending("finished")
            elif isinstance(first, _Enough):
                ending = Ending("enough")
            else:
                ending = ending_of(first, file, sources, Path("/nowhere"))
            with np.errstate(all="ignore"):
                return ending, msgspec.json.decode(observer.judge(ending), type=Report)
    finally:
        sys.modules["__main__"] = own
