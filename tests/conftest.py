"""What every test starts from."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# The same examples on every machine: a test that fails once fails again.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much is read back: `pytest --equations 10000` for all that is promised."""
    parser.addoption(
        "--equations",
        type=int,
        default=3000,
        help="how many equations of random networks are read back from each format",
    )


@pytest.fixture(scope="session")
def equations(request: pytest.FixtureRequest) -> int:
    """How many equations are to be read back from each format."""
    wanted: int = request.config.getoption("--equations")
    return wanted


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests: Playwright can be started only once in a process."""
    pytest.importorskip("playwright.sync_api")
    from tests.render.browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale of whoever runs the tests is not what is tested."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
