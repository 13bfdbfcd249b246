"""examples/notebook.ipynb runs from top to bottom and shows what is stored in it."""

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return cells


def _run(source: str, namespace: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of the expression that it ends with."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "cell", "exec"), namespace)
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    return printed.getvalue(), value


def _stored(cell: dict[str, Any]) -> tuple[str, dict[str, str]]:
    streams = [output for output in cell["outputs"] if output["output_type"] == "stream"]
    results = [output for output in cell["outputs"] if output["output_type"] == "execute_result"]
    data = {form: "".join(text) for result in results for form, text in result["data"].items()}
    return "".join("".join(stream["text"]) for stream in streams), data


def _whatever_the_processor(text: str) -> str:
    """The text with one sign for `=` and `≈`.

    Whether a sum of floats is exact to its last bit depends on whether the processor's matrix
    product fuses multiplication and addition: 2 · 0.3 + 3 · 0.4 + 1 may be 2.8000000000000003.
    """
    return text.replace("≈", "=")


def test_every_cell_shows_what_is_stored(cells: list[dict[str, Any]]) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    pictures = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        printed, value = _run("".join(cell["source"]), namespace)
        stored, data = _stored(cell)
        assert printed == stored
        if hasattr(value, "_repr_mimebundle_"):
            shown = value._repr_mimebundle_()
            assert shown.keys() == data.keys()
            assert _whatever_the_processor(shown["text/plain"]) == _whatever_the_processor(
                data["text/plain"]
            )
            pictures.append(shown["text/plain"])
        elif value is not None:
            assert repr(value) == data["text/plain"]
    assert [title.split()[0] for title in pictures] == ["The", "The", "The", "A", "One"]


def test_it_prints_the_right_numbers_and_the_wrong_ones(cells: list[dict[str, Any]]) -> None:
    printed = "".join(_stored(cell)[0] for cell in cells if cell["cell_type"] == "code")
    for number in ("0.85814894 0.94267582", "1.99467996", "1.41514021e-05", "9.779631e-06"):
        assert number in printed
    assert "9.81230333e-06" in printed
    assert "6.80342836e-06" in printed
