"""The memory of a container is what its limit says."""

from pathlib import Path

import pytest

from conspect.data import memory


def test_a_containers_limit_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_LIMITS", (tmp_path / "none", file))
    machine = memory.memory()
    assert machine > 2**28
    file.write_text("max\n")
    assert memory.memory() == machine
    file.write_text("1048576\n")
    assert memory.memory() == 1048576
