"""Scripts and notebooks as Python text whose lines are where the person sees them."""

import json
from pathlib import Path
from typing import Any

import pytest

from conspect.check.magics import without_magics
from conspect.check.sources import read_sources
from conspect.errors import ConspectError, FileAccessError, InputError

MAGICS = {
    "%matplotlib inline\nimport numpy as np": "pass\nimport numpy as np",
    "!pip install numpy\nx = 1": "pass\nx = 1",
    "for i in range(2):\n    !ls\n    x = i": "for i in range(2):\n    pass\n    x = i",
    "files = !ls\nx = 1": "files = []\nx = 1",
    "out = %timeit -o f()\nx = 1": "out = []\nx = 1",
    "%time net.train(X, y)": "net.train(X, y)",
    "%timeit -n 10 net.train(X)": "net.train(X)",
    "%%time\nnet.train()": "\nnet.train()",
    "\n%%capture output\nnet.train()": "\n\nnet.train()",
    "%%bash\nls -l\nrm x": "\n\n",
    "%%writefile net.py\nimport x": "\n",
    "np.dot?\nx = 1": "pass\nx = 1",
    "??net\nx = 1": "pass\nx = 1",
    # None of these is a magic.
    "x = (7\n% 3)": "x = (7\n% 3)",
    "x = 7 \\\n% 3\ny = 1": "x = 7 \\\n% 3\ny = 1",
    'text = """\n%matplotlib\n!ls\n"""': 'text = """\n%matplotlib\n!ls\n"""',
    '!ls\ntext = """\n%matplotlib\n"""': 'pass\ntext = """\n%matplotlib\n"""',
    "a = b != c": "a = b != c",
    # What is wrong stays wrong.
    "for in x:\n  pass": "for in x:\n  pass",
    "": "",
}


@pytest.mark.parametrize("cell", MAGICS)
def test_magics(cell: str) -> None:
    plain = without_magics(cell)
    assert plain == MAGICS[cell]
    assert plain.count("\n") == cell.count("\n")


def notebook(cells: list[dict[str, Any]], **more: Any) -> bytes:
    return json.dumps({"cells": cells, "nbformat": 4, **more}).encode()


def test_the_code_cells_in_order(tmp_path: Path) -> None:
    file = tmp_path / "net.ipynb"
    file.write_bytes(
        notebook(
            [
                {"cell_type": "markdown", "source": "# A network"},
                {"cell_type": "code", "source": ["%matplotlib inline\n", "x = 1"]},
                {"cell_type": "raw", "source": "x ="},
                {"cell_type": "code", "source": "y = x"},
            ]
        )
    )
    assert [(unit.cell, unit.text) for unit in read_sources(str(file))] == [
        (1, "pass\nx = 1"),
        (2, "y = x"),
    ]


def test_an_old_notebook(tmp_path: Path) -> None:
    file = tmp_path / "old.ipynb"
    cells = [{"cell_type": "code", "input": ["x = 1"], "language": "python"}]
    file.write_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}))
    assert [unit.text for unit in read_sources(str(file))] == ["x = 1"]


def test_a_script_in_whatever_encoding_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_bytes("# -*- coding: cp1251 -*-\r\nскорость = 1".encode("cp1251"))
    assert read_sources(str(file))[0].text.splitlines()[1] == "скорость = 1"
    file.write_bytes(b"\xef\xbb\xbfx = 1")
    assert read_sources(str(file))[0].text == "x = 1"


@pytest.mark.parametrize(
    ("name", "content", "kind", "says"),
    [
        ("none.py", None, FileAccessError, "No such file"),
        ("net.py", b"x = '\xff'", InputError, "not a text in UTF-8"),
        ("net.py", b"# coding: martian\n", InputError, "not a text in UTF-8"),
        ("net.ipynb", b"x = 1", InputError, "not a notebook"),
        ("net.ipynb", b"[1]", InputError, "not a notebook"),
        (
            "net.ipynb",
            notebook([], metadata={"kernelspec": {"language": "R"}}),
            InputError,
            "only Python can be checked",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line(
    name: str, content: bytes | None, kind: type[ConspectError], says: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(kind) as caught:
        read_sources(str(file))
    line = str(caught.value)
    assert line.startswith(str(file))
    assert says in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "odd", [{"cells": 3}, {"cells": [3, None]}, {"cells": None}, {"worksheets": [{}]}, {}]
)
def test_a_notebook_without_cells(odd: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "odd.ipynb"
    file.write_text(json.dumps(odd))
    assert read_sources(str(file)) == []
