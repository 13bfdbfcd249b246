"""Whatever a program does: one ending that says what it was, and the parent goes on."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from conspect.check.outcome import Outcome
from conspect.check.run import run
from conspect.check.told import told

linux = pytest.mark.skipif(sys.platform != "linux", reason="how Linux keeps processes together")


@dataclass(frozen=True)
class Program:
    """What it is, its text, and how it may be said to have ended."""

    name: str
    text: str
    kind: str
    detail: str = ""
    line: int | None = None


PROGRAMS = [
    Program("endless loop", "while True: pass", "time"),
    Program(
        "endless loop that lets nothing out",
        """
        while True:
            try:
                while True: pass
            except: pass
        """,
        "time",
    ),
    Program("endless wait", "import time; time.sleep(1000)", "time"),
    Program("leaves by os._exit", "import os; os._exit(3)", "exit", "exit status 3"),
    Program("leaves by another os._exit", "import posix; posix._exit(3)", "vanished", "status 3"),
    Program("sys.exit in a bare except", "import sys\ntry: sys.exit(1)\nexcept: pass", "finished"),
    Program("sys.exit", "import sys\nsys.exit('no data')", "exit", "no data", 2),
    Program("flood of output", "while True: print('x' * 100_000)", "time"),
    Program("flood on stderr", "import os\nwhile True: os.write(2, b'x' * 100_000)", "time"),
    Program("100 GB", "a = [0.0]\nb = a * (100 * 2**27)", "memory", "MemoryError", 2),
    Program("100 GB of NumPy", "import numpy as np\nnp.ones(100 * 2**27)", "memory", "allocate", 2),
    Program("memory piece by piece", "a = []\nwhile True: a.append(bytearray(2**26))", "memory"),
    Program(
        "NumPy patched",
        "import numpy as np\nnp.dot = np.ones = np.arange = None\ndel np.errstate",
        "finished",
    ),
    Program(
        "everything patched",
        """
        import builtins, os, sys, math, time, threading, warnings, traceback
        os.write = os.getpid = time.sleep = threading.Lock = warnings.catch_warnings = None
        builtins.float = builtins.print = builtins.len = builtins.type = None
        sys.stdout = sys.stderr = None
        """,
        "finished",
    ),
    Program("modules thrown out", "import sys; sys.modules.clear(); sys.path.clear()", "finished"),
    Program("streams closed", "import sys; sys.stdout.close(); sys.stderr.close()", "finished"),
    Program("descriptors closed", "import os; os.close(0); os.close(1); os.close(2)", "finished"),
    Program("all descriptors closed", "import os; os.closerange(0, 200)", "vanished"),
    Program(
        "rubbish in every descriptor",
        """
        import os
        for number in range(3, 50):
            try: os.write(number, b'rubbish' * 100)
            except OSError: pass
        """,
        "vanished",
    ),
    Program("its own file deleted", "import os; os.remove(__file__)", "finished"),
    Program(
        "a thread that stays",
        "import threading, time\nthreading.Thread(target=lambda: time.sleep(99)).start()",
        "time",
    ),
    Program(
        "a thread that works on",
        """
        import threading, time
        def work():
            time.sleep(0.2)
            raise ValueError("in the thread")
        threading.Thread(target=work).start()
        """,
        "finished",
    ),
    Program(
        "forks that come to the end too",
        "import os\nfor _ in range(3): os.fork()",
        "finished",
    ),
    Program(
        "signals to the parent",
        """
        import os, signal
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            os.kill(os.getppid(), number)
        while True: pass
        """,
        "crashed|vanished",
    ),
    Program("signals to its group", "import os\nos.killpg(0, 9)", "crashed", "SIGKILL"),
    Program("a signal to itself", "import os\nos.kill(os.getpid(), 15)", "crashed", "SIGTERM"),
    Program("a crash in C", "import ctypes\nctypes.string_at(0)", "crashed", "SIGSEGV"),
    Program("abort", "import os\nos.abort()", "crashed", "SIGABRT"),
    Program("recursion", "def f(): f()\nf()", "raised", "RecursionError", 1),
    Program(
        "recursion without a limit",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        "memory|time|raised",
    ),
    Program("an exception", "x = 1\ny = x / 0\n", "raised", "ZeroDivisionError", 2),
    Program(
        "an exception that cannot be shown",
        """
        class Bad(BaseException):
            def __str__(self): raise self
        raise Bad
        """,
        "raised",
        "Bad",
        4,
    ),
    Program("an interrupt", "raise KeyboardInterrupt", "raised", "KeyboardInterrupt", 1),
    Program(
        "atexit",
        "import atexit, os\natexit.register(os._exit, 7)\natexit.register(lambda: 1 / 0)",
        "finished",
    ),
    Program("no Python", "for in range(3):\n  x", "syntax", "invalid syntax", 1),
    Program("a null byte", "x = 1\0", "syntax", "null bytes"),
    Program("an empty file", "", "finished"),
    Program("a missing package", "import nowhere.at_all", "missing_package", "nowhere", 1),
    Program("a missing file", "\nopen('rows.csv')", "missing_file", "rows.csv", 2),
    Program("questions", "n = int(input('n? ')) + float(input())\nassert n == 6", "finished"),
    Program("questions for ever", "while input() != 'quit': pass", "raised", "EOFError", 1),
    Program("reads stdin", "import sys\nassert sys.stdin.read() == ''", "finished"),
    Program(
        "windows",
        """
        import tkinter as tk, turtle
        from tkinter import messagebox
        class App(tk.Tk):
            def __init__(self):
                super().__init__()
                self.title("Net"); self.button = tk.Button(self, text="Go"); self.button.pack()
        App().mainloop(); messagebox.showinfo("done", "done"); turtle.forward(10); turtle.done()
        """,
        "finished",
    ),
    Program(
        "pictures",
        """
        import matplotlib.pyplot as plt
        fig, (left, right) = plt.subplots(1, 2)
        left.plot([1, 2]); plt.show(); plt.pause(5); plt.show(block=True)
        """,
        "finished",
    ),
    Program("many numbers open", "import os\nwhile True: os.dup(0)", "raised", "OSError"),
    Program(
        "judges itself",
        "import sys\nsys.modules['conspect.check.child'].main()",
        "raised",
    ),
]

if sys.platform == "win32":
    PROGRAMS = [program for program in PROGRAMS if "memory" not in program.kind]


def observe(path: Path, seconds: float = 1.0) -> Outcome:
    return run(str(path), seconds=seconds, megabytes=256, observer="tests.check.plain_observer")


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_ending(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(dedent(program.text))
    started = time.monotonic()
    outcome = observe(file, 1 if "time" in program.kind else 10)
    ending = outcome.ending
    assert ending.kind in program.kind.split("|"), outcome
    assert program.detail in ending.detail
    if program.line is not None:
        assert (ending.line, ending.file) == (program.line, str(file))
    assert len(told(ending).splitlines()) == 1
    assert time.monotonic() - started < 30
    assert len(outcome.output) <= 64 * 1024
    if ending.kind not in {"crashed", "vanished"}:
        assert outcome.report is not None
        assert msgspec.json.decode(outcome.report)["dot"] == 3.0
    assert {path.name for path in tmp_path.iterdir()} <= {"program.py"}


@linux
def test_nothing_is_left_running(tmp_path: Path) -> None:
    """A daemon in a session of its own ends with the run."""
    file = tmp_path / "daemon.py"
    file.write_text(
        dedent(
            """
            import os, time
            if os.fork() == 0:
                os.setsid()
                if os.fork():
                    os._exit(0)
                open("pid", "w").write(str(os.getpid()))
                time.sleep(100)
            while not os.path.exists("pid") or not open("pid").read(): time.sleep(0.01)
            """
        )
    )
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        assert observe(file, 5).ending.kind == "finished"
    finally:
        os.chdir(here)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_module_beside_the_script_that_shadows_pythons_own(tmp_path: Path) -> None:
    for name in ("numbers", "random", "math", "msgspec", "conspect"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')")
    file = tmp_path / "program.py"
    file.write_text("import numpy as np\nprint(np.ones(2))")
    outcome = observe(file)
    assert (outcome.ending.kind, outcome.output) == ("finished", "[1. 1.]\n")


def test_modules_beside_the_script_are_observed_and_its_own_come_first(tmp_path: Path) -> None:
    (tmp_path / "queue.py").write_text("size = 7")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "__init__.py").write_text("from .layers import forward")
    (tmp_path / "net" / "layers.py").write_text("def forward():\n    return 1 / 0")
    file = tmp_path / "program.py"
    file.write_text("import queue, net, json\nprint(queue.size)\nnet.forward()")
    outcome = observe(file)
    assert outcome.output == "7\n"
    assert (outcome.ending.kind, outcome.ending.line) == ("raised", 2)
    assert Path(outcome.ending.file).name == "layers.py"
    assert outcome.report is not None
    compiled = [Path(name).name for name in msgspec.json.decode(outcome.report)["compiled"]]
    assert compiled == ["program.py", "queue.py", "__init__.py", "layers.py"]
    assert not list(tmp_path.rglob("__pycache__"))
