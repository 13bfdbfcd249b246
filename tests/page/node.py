"""Node.js, for tests of the page's modules."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
needs_npm = pytest.mark.skipif(
    not (HERE / "node_modules").is_dir() or not shutil.which("node"),
    reason="packages are not installed: npm ci --prefix tests/page",
)


def run_node(*arguments: str, **variables: str) -> str:
    """What a run of Node.js prints; a failed one fails the test with what it said."""
    done = subprocess.run(
        ["node", *arguments],
        cwd=HERE,
        env={**os.environ, "PYTHON": sys.executable, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout
