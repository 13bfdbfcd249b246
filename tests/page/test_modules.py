"""The page's modules: their types, their own tests under Node, and how they are joined."""

import json
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest

from conspect.page import modules
from tests.page.golden import golden
from tests.page.node import HERE, needs_node, needs_npm, run_node

LIVE = resources.files("conspect.page") / "live"


@needs_npm
def test_types() -> None:
    run_node("node_modules/typescript/bin/tsc", "-p", ".")


@needs_node
def test_under_node(tmp_path: Path) -> None:
    cases = tmp_path / "golden.json"
    cases.write_text(json.dumps(golden()), encoding="utf-8")
    tests = sorted(file.name for file in HERE.glob("*.test.js"))
    told = run_node("--test", *tests, GOLDEN=str(cases))
    passed = re.search(r"^\W*pass (\d+)$", told, re.MULTILINE)
    assert passed, told
    assert int(passed[1]) > 250


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
    assert run_node(str(script)) == "6\n"
