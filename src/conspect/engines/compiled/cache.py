"""Where compiled networks are kept: the user's cache folder, under the hash of what they are.

Numba caches only functions that stand in files, and does not notice when what they import has
changed. So each source is written whole into a file of its own, named by the hash of the source and
of the versions that made it, and imported from there.
"""

import atexit
import hashlib
import importlib.util
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from types import ModuleType

from conspect.engines.compiled.importing import import_numba


def folder() -> Path:
    """The cache folder: `CONSPECT_CACHE`, or that of the user on this system."""
    given = os.environ.get("CONSPECT_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "conspect"


def path_of(source: str) -> Path:
    """The file that a source is kept in."""
    text = f"{_versions()}\n{source}"
    return folder() / f"compiled_{hashlib.sha256(text.encode()).hexdigest()[:32]}.py"


@cache
def _versions() -> str:
    """What a source is compiled by."""
    packages = [f"{name} {version(name)}" for name in ("numba", "llvmlite", "numpy")]
    return "\n".join([*packages, sys.version])


def is_warm(source: str) -> bool:
    """Whether machine code for this source is there already, and whole."""
    return _is_whole(path_of(source))


def load(source: str) -> ModuleType:
    """The module with this source, from the cache folder; from a temporary one if need be."""
    path = path_of(source)
    with _lock:
        if path.stem not in sys.modules:
            try:
                _write(path, source.encode())
            except OSError:
                path = _temporary_folder() / path.name
                _write(path, source.encode())
            if not _is_whole(path):
                for file in _machine_code(path):
                    file.unlink(missing_ok=True)
            _import(path)
        return sys.modules[path.stem]


_lock = Lock()


def _import(path: Path) -> None:
    import_numba()
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[path.stem] = module


def seal(module: ModuleType) -> None:
    """Remember the machine code that Numba has made of a module, so that it is trusted later.

    Numba would run what a broken disk or a full one has left of it.
    """
    assert module.__file__ is not None
    path = Path(module.__file__)
    if not _is_whole(path):
        with suppress(OSError):
            _write(_seal_of(path), _digest(path))


def _is_whole(path: Path) -> bool:
    """Whether the machine code of a source is what it was when it was made."""
    try:
        return _seal_of(path).read_bytes() == _digest(path)
    except OSError:
        return False


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    for file in _machine_code(path):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest().encode()


def _machine_code(path: Path) -> list[Path]:
    """The files in which Numba keeps what it made of a source."""
    return sorted((path.parent / "__pycache__").glob(f"{path.stem}.*.nb[ic]"))


def _seal_of(path: Path) -> Path:
    return path.with_suffix(".sha256")


@cache
def _temporary_folder() -> Path:
    """Where machine code stands until the program ends, if the cache folder cannot be written."""
    folder = tempfile.TemporaryDirectory(prefix="conspect-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _write(path: Path, content: bytes) -> None:
    """Write a file at once, unless it is there already: a new time stamp would void its cache."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(path.parent, os.W_OK):
        raise PermissionError(path.parent)
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, path)
