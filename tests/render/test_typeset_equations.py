"""Equations in LaTeX and Markdown are true: read back and worked out by an evaluator of its own."""

from collections.abc import Callable

import pytest
from tests.printed import complaint
from tests.random_networks import random_network
from tests.read_latex import as_text, read_latex

from conspect.explain.document import Document

DIGITS = [3, 6, 17]
FORMATS: dict[str, Callable[[Document], str]] = {
    "latex": lambda document: document.to_latex(fragment=True),
    "markdown": Document.to_markdown,
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("digits", DIGITS)
def test_every_equation_is_true(form: str, digits: int, equations: int) -> None:
    seen, wrong, seed = 0, [], 1000 * digits
    while seen < equations / len(DIGITS):
        net, x, y = random_network(seed)
        document = net.step(x, y).explain(digits=digits)
        read = list(read_latex(FORMATS[form](document)))
        names = [line.element.name for line in document.lines()]
        assert [printed.name.partition("[")[0] for printed in read] == names
        for printed in read:
            said = complaint(printed, digits)
            if said:
                wrong.append(f"network {seed}: {printed}: {said}")
        seen += len(read)
        seed += 1
    assert not wrong, f"{len(wrong)} of {seen}:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("seed", range(20))
def test_latex_and_text_carry_the_same_numbers(seed: int) -> None:
    net, x, y = random_network(seed)
    document = net.step(x, y).explain()
    for line, printed in zip(document.lines(), read_latex(document.to_latex()), strict=True):
        assert float(printed.result.replace(" ", "")) == float(line.printed.result)
        assert printed.exactly == line.printed.exact


def test_the_reader_reads_what_the_printer_never_wrote() -> None:
    latex = r"\frac{1}{1 + e^{-(-1.5 \times 10^{-3})}} - W^{\mathrm{new}(1)}_{2,1} \cdot \sqrt{2}"
    assert as_text(latex) == "((1) / (1 + exp(- ( - 1.5e-3 )))) - new_W1[2,1] * sqrt(2)"
    assert as_text(r"\begin{cases} 1 & 2 > 3 \cr 4 & \text{иначе} \end{cases}") == (
        "(1 if 2 > 3 else 4)"
    )
