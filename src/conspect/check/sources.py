"""The person's file as Python text: a script whole, a notebook cell by cell."""

import io
import sys
import tokenize
from pathlib import Path
from typing import Any

import msgspec

from conspect.check.magics import without_magics
from conspect.errors import FileAccessError, InputError, reason
from conspect.language import _


class Source(msgspec.Struct, frozen=True):
    """Text that is compiled and run in one go.

    Attributes:
        text: Python.
        filename: under which it is compiled, and its lines are shown in a traceback.
        cell: the code cell of a notebook, from 1; None for a script.
    """

    text: str
    filename: str
    cell: int | None = None


def read_sources(file: str) -> list[Source]:
    """The Python text of a script or a notebook; `-` is stdin.

    Raises:
        FileAccessError: it cannot be opened.
        InputError: it is no text, or no notebook with Python cells.
    """
    raw = _bytes(file)
    if Path(file).suffix == ".ipynb" or (file == "-" and raw.lstrip()[:1] == b"{"):
        return _cells(raw, file)
    return [Source(_decoded(raw, file), "<stdin>" if file == "-" else file)]


def is_notebook(sources: list[Source]) -> bool:
    """Whether these came from a notebook."""
    return any(source.cell is not None for source in sources) or not sources


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise FileAccessError(
            _("cannot be read: {reason}").format(reason=reason(error)), file=file
        ) from None


def _decoded(raw: bytes, file: str) -> str:
    """The text, in the encoding that its first lines declare; UTF-8 if they say nothing."""
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return io.TextIOWrapper(io.BytesIO(raw), encoding).read()
    except (SyntaxError, UnicodeDecodeError) as error:
        raise InputError(
            _("not a text in UTF-8: {error}").format(error=error),
            _("save it in UTF-8, or declare its encoding in the first line"),
            file=file,
        ) from None


def _cells(raw: bytes, file: str) -> list[Source]:
    try:
        notebook = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise InputError(
            _("not a notebook: {error}").format(error=error),
            _("a notebook is JSON; open and save it in Jupyter"),
            file=file,
        ) from None
    language = _language(notebook)
    if language != "python":
        raise InputError(
            _("a notebook in {language}; only Python can be checked").format(language=language),
            file=file,
        )
    texts = [_text(cell) for cell in _all_cells(notebook) if cell.get("cell_type") == "code"]
    return [
        Source(without_magics(text), f"{file}[{number}]", number)
        for number, text in enumerate(texts, 1)
    ]


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    return str(language or "python").lower()


def _all_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells; old notebooks (format 3) keep them in worksheets."""
    sheets = notebook.get("worksheets") or [notebook]
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells if _is_cell(cell)]


def _is_cell(cell: object) -> bool:
    return isinstance(cell, dict)


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
