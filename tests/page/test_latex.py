"""The formulas that the page gives away compile, and have the numbers of Python's."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import conspect as cs
from conspect.equations.write import decimal_parts
from conspect.network import Network
from conspect.page.carried import state_of
from conspect.page.rules import every_rule
from conspect.training.settings import Settings
from tests.page.node import needs_node, run_node
from tests.render.tex import compiled, needs_pdflatex

DOCUMENT = r"\documentclass{article}\usepackage{amsmath}\begin{document}%s\end{document}"
NUMBER = re.compile(r"(?<![_^{(,=.\d])\d+\.\d+")


def _networks() -> list[Network]:
    gelu = [cs.Dense(2), cs.GELU(), cs.Dense(3), cs.Softmax()]
    kinks = [cs.Dense(2), cs.ELU(), cs.Dense(3), cs.LeakyReLU()]
    return [
        cs.Network(gelu, 2, cs.CrossEntropy(), cs.Adam(), penalty=cs.L2(0.1), seed=1),
        cs.Network(kinks, 2, cs.Huber(), clipping=cs.Clipping(0.1), schedule=cs.Cosine(3), seed=2),
    ]


@needs_node
@needs_pdflatex
@pytest.mark.parametrize("network", _networks(), ids=lambda net: str(net.loss.kind()))
def test_it_compiles_and_says_the_same_numbers(network: Network, tmp_path: Path) -> None:
    x, y = np.array([[0.5, -2], [1.25, 3]]), np.eye(3)[:2]
    carried = {"rules": every_rule(), "state": state_of(network, x, y, Settings())}
    (tmp_path / "state.json").write_text(json.dumps(carried), encoding="utf-8")
    latex = run_node("latex.js", str(tmp_path / "state.json"))
    assert compiled(DOCUMENT % latex, tmp_path)
    lines = list(network.step(x, y).explain().lines())
    assert latex.count(r"\begin{align*}") == len(lines)
    printed = {decimal_parts(line.printed.result.copy_abs()) for line in lines}
    plain = {digits for digits, exponent in printed if exponent is None and "." in digits}
    assert len(plain) > 40
    # The last bit of a product may differ, and with it a digit: not so many as to hide a mistake.
    assert len(plain - set(NUMBER.findall(latex))) <= 1
