"""The public names are complete, and importing them loads nothing heavy."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import conspect
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.registry import find

SOURCE = Path(conspect.__file__).parent


def test_every_public_name_resolves() -> None:
    for name in conspect.__all__:
        assert getattr(conspect, name) is not None


def test_every_layer_loss_and_optimizer_is_public() -> None:
    found = {
        **find("conspect.layers", Layer),
        **find("conspect.losses", Loss),
        **find("conspect.optimizers", Optimizer),
    }
    assert {rule.__name__ for rule in found.values()} <= set(conspect.__all__)


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text())
    imported = {
        alias.asname: f"{node.module}".removeprefix("conspect.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    assert imported == conspect._MODULES


def _loaded(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def test_importing_conspect_loads_nothing_heavy() -> None:
    heavy = {"numpy", "rich", "jinja2", "msgspec", "click"}
    assert not heavy & _loaded("import conspect")


def test_help_does_not_import_numpy() -> None:
    code = "from conspect.cli.main import _run\n_run(['--help'])\n_run(['explain', '--help'])"
    assert "numpy" not in _loaded(code)


def test_no_module_has_the_name_of_a_standard_one() -> None:
    # `trace` is what a recorded step is called; as conspect.trace it hides nothing.
    own = {file.stem for file in SOURCE.rglob("*.py")} - {"__init__", "__main__", "trace"}
    assert not own & sys.stdlib_module_names


def test_every_module_can_be_imported() -> None:
    for package in [SOURCE, *(p for p in SOURCE.iterdir() if (p / "__init__.py").exists())]:
        prefix = "conspect." if package == SOURCE else f"conspect.{package.name}."
        for file in iter_modules([str(package)], prefix):
            if not file.name.endswith("__main__"):
                import_module(file.name)
