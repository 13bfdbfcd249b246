"""The built-in example as a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.live_page import LivePage, write_page


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(tmp_path_factory.mktemp("pages") / "example.html")


@pytest.fixture
def page(browser: Any, example_file: Path) -> Iterator[LivePage]:
    """The page of the built-in example, just opened."""
    opened = LivePage(browser, example_file)
    yield opened
    opened.close()
