"""Every way to learn, printed in every format, is true: read back by an evaluator of its own."""

from collections.abc import Callable, Iterator

import pytest
from tests.printed import Printed, complaint, read_text
from tests.random_networks import random_step
from tests.read_latex import read_latex
from tests.render.page_reader import read_page

from conspect.explain.document import Document

READ: dict[str, Callable[[Document], Iterator[Printed]]] = {
    "text": lambda document: read_text(document.to_text(width=100)),
    "latex": lambda document: read_latex(document.to_latex(fragment=True)),
    "markdown": lambda document: read_latex(document.to_markdown()),
    "html": lambda document: read_page(document.to_html()),
}


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("seed", range(8))
def test_every_equation_of_an_update_is_true(seed: int, form: str) -> None:
    document = random_step(seed).explain()
    read = list(READ[form](document))
    assert len(read) == len(list(document.lines()))
    assert [said for printed in read if (said := complaint(printed, 6))] == []
