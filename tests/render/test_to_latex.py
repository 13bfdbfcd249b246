"""LaTeX compiles, whatever stands in it, and no line is too long."""

from pathlib import Path

import numpy as np
import pytest
from tests.render import steps
from tests.render.hostile import hostile_document
from tests.render.tex import compiled, needs_lualatex, needs_pdflatex

import conspect as cs
from conspect.explain.document import Document
from conspect.explain.picture import picture
from conspect.files import EXAMPLE
from conspect.language import speaking
from conspect.render.graph.tikz import tikz
from conspect.render.paper import PICTURES
from conspect.render.to_latex import escaped
from conspect.render.to_svg import laid_out

LARGEST = [
    (cs.Tanh, cs.ReLU, cs.Softmax, cs.CrossEntropy, 1),
    (cs.SiLU, cs.Softplus, cs.Sigmoid, cs.BinaryCrossEntropy, 3),
    (cs.GELU, cs.ELU, cs.Softmax, cs.Huber, 5),
]


def _largest(kinds: tuple[type, type, type, type, int], digits: int) -> Document:
    first, second, last, loss, samples = kinds
    layers = [cs.Dense(8), first(), cs.Dense(8), second(), cs.Dense(3), last()]
    net = cs.Network(layers, 4, loss(), seed=1)
    x = np.random.default_rng(1).normal(0, 10, (samples, 4))
    return net.step(x, np.eye(3)[np.arange(samples) % 3]).explain(digits=digits)


@needs_pdflatex
@pytest.mark.parametrize("kinds", LARGEST)
@pytest.mark.parametrize("digits", [6, 17])
def test_no_line_is_too_long(
    kinds: tuple[type, type, type, type, int], digits: int, tmp_path: Path
) -> None:
    log = compiled(_largest(kinds, digits).to_latex(), tmp_path)
    assert "Overfull" not in log


@needs_pdflatex
def test_a_fragment_stands_in_a_document_of_ones_own(tmp_path: Path) -> None:
    document = cs.load(EXAMPLE).step([2, 3], [2]).explain("dW1[2,1]")
    fragment = document.to_latex(fragment=True)
    preamble = r"\documentclass{article}\usepackage{amsmath}\begin{document}"
    compiled(rf"{preamble}{fragment}\end{{document}}", tmp_path)


@needs_pdflatex
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_fragment_with_its_pictures_needs_only_tikz_besides(
    language: str, tmp_path: Path
) -> None:
    with speaking(language):
        fragment = steps.residual().explain().to_latex(fragment=True)
    assert fragment.count(r"\begin{tikzpicture}") == 2
    fonts = r"\usepackage[T2A]{fontenc}\usepackage[utf8]{inputenc}"
    packages = rf"{fonts}\usepackage{{amsmath,tikz}}"
    preamble = rf"\documentclass[twocolumn]{{article}}{packages}\begin{{document}}"
    compiled(rf"{preamble}{fragment}\end{{document}}", tmp_path)


@needs_pdflatex
@pytest.mark.parametrize("name", steps.ALL)
def test_a_picture_is_never_wider_than_the_text(name: str, tmp_path: Path) -> None:
    drawn = [tikz(laid_out(picture(steps.ALL[name]()), what), escaped) for what in PICTURES]
    preamble = r"\documentclass[twocolumn]{article}\usepackage{tikz}\begin{document}"
    log = compiled(preamble + "\n\n".join(drawn) + r"\end{document}", tmp_path)
    assert "Overfull" not in log


@needs_lualatex
def test_lualatex_compiles_it_too(tmp_path: Path) -> None:
    compiled(cs.load(EXAMPLE).step([2, 3], [2]).explain().to_latex(), tmp_path, "lualatex")


@needs_pdflatex
def test_hostile_names_are_only_text(tmp_path: Path) -> None:
    log = compiled(hostile_document().to_latex(), tmp_path)
    assert "(/etc" not in log
    assert not (tmp_path / "pwned").exists()


def test_the_layout_of_names() -> None:
    latex = cs.load(EXAMPLE).step([2, 3], [2]).explain().to_latex()
    assert r"W^{(1)} &= \begin{pmatrix} 0.1 & 0.3 \cr 0.2 & 0.4 \end{pmatrix}" in latex
    assert r"$W^{(1)}_{2,2}$ stands for \texttt{W1[2,2]}" in latex
    assert latex.count(r"\texttt") == 1
    assert r"dW^{(1)}_{2,1} &= x_{1,2} \cdot dz^{(1)}_{1,1}" in latex
