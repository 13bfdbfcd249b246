"""Runs LaTeX, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest


def has_latex(program: str, *files: str) -> bool:
    """Whether a LaTeX program and these files of its distribution are there."""
    if not shutil.which(program) or not shutil.which("kpsewhich"):
        return False
    found = [subprocess.run(["kpsewhich", file], capture_output=True) for file in files]
    return all(run.returncode == 0 for run in found)


needs_pdflatex = pytest.mark.skipif(
    not has_latex("pdflatex", "amsmath.sty", "t2aenc.def", "tikz.sty"),
    reason="pdflatex with Cyrillic and TikZ is not installed "
    "(Debian: texlive-lang-cyrillic texlive-pictures)",
)
needs_lualatex = pytest.mark.skipif(
    not has_latex("lualatex", "luaotfload-main.lua", "lmroman10-regular.otf", "tikz.sty"),
    reason="lualatex with its fonts and TikZ is not installed "
    "(Debian: texlive-luatex texlive-pictures lmodern)",
)


def compiled(source: str, folder: Path, program: str = "pdflatex") -> str:
    """The log of a compilation; it must succeed."""
    (folder / "document.tex").write_text(source, encoding="utf-8")
    run = subprocess.run(
        [program, "-interaction=nonstopmode", "-halt-on-error", "document.tex"],
        cwd=folder,
        capture_output=True,
    )
    log = (folder / "document.log").read_text(encoding="utf-8", errors="replace")
    assert run.returncode == 0, log[-3000:]
    return log
