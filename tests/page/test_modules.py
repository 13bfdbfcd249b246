"""The page's modules: their types, their own tests under Node, and how they are joined."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest

from conspect.page import modules
from tests.page.golden import golden

HERE = Path(__file__).parent
LIVE = resources.files("conspect.page") / "live"

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
needs_tsc = pytest.mark.skipif(
    not (HERE / "node_modules").is_dir() or not shutil.which("node"),
    reason="TypeScript is not installed: npm ci --prefix tests/page",
)


def _run(*command: str, **variables: str) -> str:
    environment = {**os.environ, **variables}
    done = subprocess.run(
        command, cwd=HERE, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout


@needs_tsc
def test_types() -> None:
    _run("node", "node_modules/typescript/bin/tsc", "-p", ".")


@needs_node
def test_under_node(tmp_path: Path) -> None:
    cases = tmp_path / "golden.json"
    cases.write_text(json.dumps(golden()), encoding="utf-8")
    tests = sorted(file.name for file in HERE.glob("*.test.js"))
    told = _run("node", "--test", *tests, GOLDEN=str(cases), PYTHON=sys.executable)
    assert "# fail 0" in told
    assert "# skipped 0" in told


def _every_module(folder: Path) -> Sequence[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.js"))


@pytest.mark.parametrize("path", _every_module(Path(str(LIVE))))
def test_a_module_is_joined_after_those_that_it_imports(path: str) -> None:
    order = modules.order(path)
    assert order[-1] == path
    assert len(set(order)) == len(order)
    script = modules.script(path)
    for each in order:
        assert f"const {each.removesuffix('.js').replace('/', '__')} = " in script


@needs_node
def test_joined_modules_run(tmp_path: Path) -> None:
    script = tmp_path / "joined.mjs"
    said = "console.log(values.count([2, 3]));"
    script.write_text(modules.script("explain/lesson.js") + said, encoding="utf-8")
    assert _run("node", str(script)) == "6\n"
