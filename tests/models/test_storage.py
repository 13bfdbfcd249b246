"""A file replaced whole or not at all: processes killed at every step and at random times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conspect.errors import FileAccessError
from conspect.models.storage import previous, replace_file


def test_the_one_before_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "m"
    for content in (b"first", b"second", b"third"):
        replace_file(str(file), [content[:2], content[2:]])
    assert file.read_bytes() == b"third"
    assert previous(file).read_bytes() == b"second"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m", "m.previous"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no symbolic links here")
    replace_file(str(link), [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "m"
    replace_file(str(file), [b"first"])
    replace_file(str(file), [b"second"])
    assert previous(file).read_bytes() == b"first"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="cannot be written"):
        replace_file(str(tmp_path / "none" / "m"), [b"x"])


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    def pieces(full: bool) -> "list[bytes] | Full":
        return Full() if full else [b"first"]

    file = tmp_path / "m"
    replace_file(str(file), pieces(False))
    with pytest.raises(FileAccessError, match="No space left on device"):
        replace_file(str(file), pieces(True))
    assert file.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


class Full(list[bytes]):
    """Pieces after which the disk is full."""

    def __init__(self) -> None:
        super().__init__([b"sec"])

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from super().__iter__()
        raise OSError(28, "No space left on device")


# Runs in a process of its own, whose forks are killed; each content says its own length.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from conspect.models import storage

file = Path(sys.argv[1])

def pieces(number):
    return [bytes([number % 256]) * 5000 for _ in range(4)]

def numbered(content):
    assert content and len(content) == 20000 and len(set(content)) == 1, len(content)

def check():
    numbered(file.read_bytes())
    if storage.previous(file).exists():
        numbered(storage.previous(file).read_bytes())

def forked(work):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child

def dying(at):
    count = 0
    def step():
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
    def around(function):
        def call(*arguments):
            step()
            result = function(*arguments)
            step()
            return result
        return call
    for name in ("fsync", "link", "replace", "open", "close"):
        setattr(os, name, around(getattr(os, name)))
    def told():
        for piece in pieces(at):
            step()
            yield piece
    storage.replace_file(str(file), told())

storage.replace_file(str(file), pieces(0))
steps = 0
while True:
    steps += 1
    _, status = os.waitpid(forked(lambda: dying(steps)), 0)
    check()
    if not os.WIFSIGNALED(status):
        break

def endless():
    number = 0
    while True:
        number += 1
        storage.replace_file(str(file), pieces(number))

random.seed(int(sys.argv[2]))
for _ in range(200):
    child = forked(endless)
    time.sleep(random.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    check()
print(steps)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
def test_killed_at_every_step_and_at_200_random_times(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "m"), "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 14
