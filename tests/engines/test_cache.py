"""Compiled networks in the cache folder: found again; made anew where what is there is broken."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import conspect as cs
from conspect.engines.compiled import cache
from conspect.engines.compiled.engine import Compiled, source_for
from tests.engines.cases import job

TASK = job(cs.Network([cs.Dense(1)], inputs=1, loss=cs.SquaredError()), batch_size=1)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CONSPECT_CACHE", str(tmp_path))
    return tmp_path


def train(forget: Callable[[str], object]) -> float:
    """A parameter after training, as if in a new session."""
    forget(cache.path_of(source_for(TASK)).stem)
    engine = Compiled(TASK)
    engine.train(np.arange(TASK.rows), 0, TASK.batches())
    return engine.network().parameters["W1"].item()


def forget(name: str) -> None:
    sys.modules.pop(name, None)


def test_what_is_broken_is_made_anew(folder: Path) -> None:
    first = train(forget)
    assert cache.is_warm(source_for(TASK))
    times = {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.nbc")}
    assert train(forget) == first
    assert times == {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.nbc")}
    broken = [*folder.rglob("*.nbi"), *folder.rglob("*.nbc"), *folder.glob("*.sha256")]
    assert len(broken) == 3
    for path in broken:
        path.write_bytes(path.read_bytes()[:-20] + b"broken")
    assert not cache.is_warm(source_for(TASK))
    assert train(forget) == first
    assert cache.is_warm(source_for(TASK))


@pytest.mark.usefixtures("interpreted")
@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"raise SystemExit"])
def test_a_broken_source_is_written_anew(folder: Path, content: bytes) -> None:
    path = cache.path_of(source_for(TASK))
    folder.mkdir(exist_ok=True)
    path.write_bytes(content)
    train(forget)
    assert path.read_text("utf-8") == source_for(TASK)


@pytest.mark.usefixtures("interpreted")
def test_without_a_cache_folder_a_temporary_one_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CONSPECT_CACHE", str(tmp_path / "file" / "folder"))
    train(forget)
