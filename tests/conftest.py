"""What every test starts from."""

import pytest
from hypothesis import settings

# The same examples on every machine: a test that fails once fails again.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale of whoever runs the tests is not what is tested."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
