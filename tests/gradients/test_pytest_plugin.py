"""The fixture, in a pytest of its own."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"

TESTS = """
import numpy as np

def loss(p):
    return np.sum(p["w"] ** 2)

def test_right(assert_gradients):
    assert_gradients(loss, {"w": np.ones(2)}, lambda p: {"w": 2 * p["w"]})

def test_wrong(assert_gradients):
    assert_gradients(loss, {"w": np.ones(2)}, lambda p: {"w": p["w"]})
"""


def test_the_entry_point_names_the_plugin() -> None:
    points = tomllib.loads(PROJECT.read_text())["project"]["entry-points"]["pytest11"]
    assert points == {"conspect": "conspect.gradients.pytest_plugin"}
    assert import_module(points["conspect"])


def test_the_fixture_passes_and_fails(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_own.py"]
    installed = [sys.executable, "-m", "pytest", "--fixtures", "-q"]
    listed = subprocess.run(installed, cwd=tmp_path, capture_output=True, text=True, check=False)
    if "assert_gradients" not in listed.stdout:  # installed before there was the entry point
        command[3:3] = ["-p", "conspect.gradients.pytest_plugin"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in run.stdout, run.stdout + run.stderr
    assert "it is 1/2 times the true gradient" in run.stdout
