"""What several engines' tests need."""

from pathlib import Path

import pytest


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The compiled engine without its compiler."""
    monkeypatch.setattr("numba.config.DISABLE_JIT", True)
    monkeypatch.setattr("conspect.engines.blas.find", lambda: None)
    monkeypatch.setenv("CONSPECT_CACHE", str(tmp_path))
