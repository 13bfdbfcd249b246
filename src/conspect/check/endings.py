"""How a program that raised something ended: what, and where in the person's own text."""

from pathlib import Path
from traceback import walk_tb

from conspect.check.outcome import Ending, EndingKind
from conspect.check.sources import Source


def ending_of(error: BaseException, file: str, sources: list[Source], folder: Path) -> Ending:
    """Tell how a program ended that raised this error.

    Args:
        error: with its traceback.
        file: the person's file.
        sources: its text.
        folder: where the person's own modules lie.
    """
    cells = {source.filename: source.cell for source in sources}
    line, filename = _last_place(error, cells, folder)
    kind, detail = _kind(error)
    shown = file if filename in cells else filename
    return Ending(kind, detail, line, cells.get(filename), shown)


def _kind(error: BaseException) -> tuple[EndingKind, str]:
    match error:
        case SystemExit():
            return "exit", "" if error.code is None else f"exit status {error.code}"
        case SyntaxError():
            return "syntax", str(error.msg)
        case MemoryError():
            return "memory", _described(error)
        case ModuleNotFoundError(name=str(name)):
            return "missing_package", name.partition(".")[0]
        case FileNotFoundError():
            return "missing_file", str(error.filename or error)
    return "raised", _described(error)


def _described(error: BaseException) -> str:
    """The error's kind and message; its own `str` may fail, as it is the program's code."""
    name = type(error).__name__
    try:
        message = str(error)
    except BaseException:
        return name
    return f"{name}: {message}" if message else name


def _last_place(
    error: BaseException, cells: dict[str, int | None], folder: Path
) -> tuple[int | None, str]:
    """The innermost line that is the person's own."""
    if isinstance(error, SyntaxError) and error.filename in cells:
        return error.lineno, str(error.filename)
    own = dict.fromkeys(cells, True)
    place: tuple[int | None, str] = (None, "")
    for frame, line in walk_tb(error.__traceback__):
        filename = frame.f_code.co_filename
        if filename not in own:
            own[filename] = _is_own(filename, folder)
        if own[filename]:
            place = (line, filename)
    return place


def _is_own(filename: str, folder: Path) -> bool:
    file = Path(filename)
    return (
        file.is_absolute()
        and file.is_relative_to(folder)
        and not {"site-packages", "dist-packages", "conspect"} & set(file.parts)
    )
