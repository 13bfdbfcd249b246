"""Where compiled networks are kept: the user's cache folder, under the hash of what they are.

Numba caches only functions that stand in files, and does not notice when what they import has
changed. So each source is written whole into a file of its own, named by the hash of the source and
of the versions that made it, and imported from there.
"""

import hashlib
import importlib.util
import os
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import ModuleType


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
    versions = [f"{name} {version(name)}" for name in ("numba", "numpy", "scipy")]
    text = "\n".join([*versions, sys.version, source])
    return folder() / f"compiled_{hashlib.sha256(text.encode()).hexdigest()[:32]}.py"


def is_warm(source: str) -> bool:
    """Whether machine code for this source is there already."""
    path = path_of(source)
    return any((path.parent / "__pycache__").glob(f"{path.stem}.train-*.nbi"))


def load(source: str) -> ModuleType:
    """The module with this source, from the cache folder; from a temporary one if need be."""
    path = path_of(source)
    try:
        _write(path, source)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="conspect-")) / path.name
        _write(path, source)
    if path.stem in sys.modules:
        return sys.modules[path.stem]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _write(path: Path, source: str) -> None:
    """Write the source unless it stands there already: a new time stamp would void its cache."""
    with suppress(FileNotFoundError):
        if path.read_text("utf-8") == source:
            return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(source)
    os.replace(name, path)
