"""Real processes in awkward surroundings: readable output, one line for an error, no traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conspect.files import EXAMPLE

CONSPECT = [sys.executable, "-m", "conspect"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals, devices and shells of POSIX")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return run_in(variables, *arguments)


def run_in(
    variables: dict[str, str], *arguments: str, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A process with these environment variables besides those needed to start."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    return subprocess.run(
        [*CONSPECT, *arguments],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        env=kept | variables,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, "ascii"),
        ({"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}, "utf-8"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
        ({"PYTHONIOENCODING": "latin-1"}, "latin-1"),
        ({"TERM": "dumb"}, "utf-8"),
        ({"TERM": "dumb", "COLUMNS": "40", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
        ({"COLUMNS": "1", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
    ],
)
def test_any_terminal_shows_the_lesson(variables: dict[str, str], encoding: str) -> None:
    done = run_in(variables, "explain")
    text = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\\x" not in text
    assert "\\u" not in text
    assert "\x1b" not in text
    assert "loss_after" in text
    width = int(variables.get("COLUMNS", 80))
    if width >= 40:
        assert max(map(len, text.splitlines())) <= width


def test_ascii_is_what_an_ascii_terminal_gets() -> None:
    done = run("explain", "--show", "a1", PYTHONIOENCODING="ascii")
    assert "z1[1,1] = x[1,1] * W1[1,1]" in " ".join(done.stdout.decode("ascii").split())
    assert b"~ 0.858149" in done.stdout


def test_an_error_about_other_letters_in_ascii(tmp_path: Path) -> None:
    done = run("explain", str(tmp_path / "сеть.toml"), PYTHONIOENCODING="ascii")
    assert done.returncode == 4
    assert done.stderr.startswith(b"conspect: ")
    assert done.stderr.count(b"\n") == 1


def test_help_keeps_its_examples_in_lines() -> None:
    rows = run("explain", "--help").stdout.decode().splitlines()
    assert "  conspect explain network.toml" in rows
    assert not any("\\b" in row for row in rows)


def test_forced_colour() -> None:
    plain, coloured = run("explain"), run("explain", FORCE_COLOR="1", PYTHONIOENCODING="utf-8")
    assert b"\x1b[" in coloured.stdout
    assert b"\x1b" not in plain.stdout
    assert b"\x1b" not in run("explain", "--no-color", FORCE_COLOR="1").stdout


def test_a_network_from_standard_input() -> None:
    done = run_in({}, "explain", "-", "--json", given=EXAMPLE.read_bytes())
    assert done.returncode == 0
    assert b'"loss_after"' in done.stdout
    wrong = run_in({}, "explain", "-", given=b"[network]\ninputs = 'two'\n[[layers]]\n")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(b"conspect: <stdin>:2: inputs is 'two'; write a whole number")


@posix
@pytest.mark.parametrize("arguments", ["", "explain", "explain --json", "--help"])
def test_a_reader_that_has_had_enough(arguments: str) -> None:
    command = f"{sys.executable} -m conspect {arguments} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    first, code = done.stdout.splitlines()
    assert first
    assert code == b"0"
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@posix
def test_no_standard_output_at_all() -> None:
    command = f"{sys.executable} -m conspect explain >&-; echo $?"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert done.stdout == b"4\n"
    assert done.stderr.startswith(b"conspect: ")
    assert done.stderr.count(b"\n") == 1


@posix
@pytest.mark.parametrize("arguments", ["", "explain", "explain --json", "explain -o /dev/full"])
def test_a_full_disk(arguments: str) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    command = f"{sys.executable} -m conspect {arguments} >/dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert done.returncode == 4
    assert done.stderr.startswith(b"conspect: ")
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


@posix
def test_interrupted(tmp_path: Path) -> None:
    pipe = tmp_path / "net.toml"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        [*CONSPECT, "explain", str(pipe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A test run in the background ignores Ctrl-C, and its children would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    # Opening waits until the process has opened its end: then it is at work.
    with pipe.open("wb"):
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"")
    assert err == b"conspect: interrupted\n"
