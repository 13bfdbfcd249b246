"""What every test starts from."""

import pytest


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale of whoever runs the tests is not what is tested."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
