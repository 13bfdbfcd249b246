"""The programs of the folder `programs`, with what is known of them."""

import ast
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from conspect.check.magics import without_magics
from conspect.check.sources import read_sources

FOLDER = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Program:
    """One entry of `programs.toml`, which says what its fields mean."""

    file: str
    about: str
    parameters: list[str]
    loss: str
    causes: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    mend: list[list[str]] = field(default_factory=list)
    in_step: bool = False
    step: str = ""
    gradients: list[str] = field(default_factory=list)
    before: str = ""
    proven: bool = True

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def mended(self) -> str:
        text = self.text
        for old, new in self.mend:
            if text.count(old) != 1:
                raise ValueError(f"{self.file}: {old!r} stands there {text.count(old)} times")
            text = text.replace(old, new)
        return text

    @property
    def lines(self) -> set[tuple[int | None, int]]:
        """Where the mistake may be shown: cell (None in a script) and line."""
        found = [
            (unit.cell, number, row)
            for unit in read_sources(str(self.path))
            for number, row in enumerate(unit.text.splitlines(), 1)
        ]
        places = [{(cell, n) for cell, n, row in found if part in row} for part in self.at]
        if not all(places):
            raise ValueError(f"{self.file}: a text of `at` does not stand there")
        return set().union(*places)


def programs() -> list[Program]:
    """All programs, in the table's order."""
    table = tomllib.loads((FOLDER / "programs.toml").read_text(encoding="utf-8"))
    return [Program(**entry) for entry in table["program"]]


def plain(name: str, text: str) -> str:
    """The Python of a program, all cells of a notebook together."""
    if not name.endswith(".ipynb"):
        return text
    cells = json.loads(text)["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n".join(map(without_magics, sources))


def one_step(text: str) -> str:
    """The statements that the last loop at module level repeats."""
    loops = [node for node in ast.parse(text).body if isinstance(node, ast.For | ast.While)]
    return "\n".join(map(ast.unparse, loops[-1].body))
