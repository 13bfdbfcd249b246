"""Places in the source: the marked part and the line of the update, in characters."""

from tests.check.judging import judged

from conspect.check.findings import Span

_PROGRAM = """\
import numpy as np
rng = np.random.default_rng(0)
x = rng.normal(size=(6, 3)); t = rng.normal(size=(6, 2))
веса = rng.normal(size=(3, 2)); сдвиг = np.zeros(2)
for шаг in range(4):
    выход = x @ веса + сдвиг
    ошибка = выход - t
    "ключ"; d_веса = -(x.T @ ошибка); d_сдвиг = ошибка.sum(axis=0)
    веса = веса - 0.05 * d_веса
    сдвиг = сдвиг - 0.05 * d_сдвиг
"""


def _marked(span: Span | None) -> str:
    assert span
    return span.text[span.column : span.end_column]


def test_columns_are_characters() -> None:
    report = judged(_PROGRAM)
    [mistake] = report.mistakes
    assert mistake.line == 8
    assert _marked(mistake.span) == "-(x.T @ ошибка)"
    assert mistake.mended == _PROGRAM.splitlines()[7].replace("-(x.T @ ошибка)", "x.T @ ошибка")


def test_each_parameter_has_the_line_of_its_update() -> None:
    spans = {one.name: one.span for one in judged(_PROGRAM).parameters}
    assert {name: span and span.line for name, span in spans.items()} == {"веса": 9, "сдвиг": 10}
    assert _marked(spans["веса"]) == "веса = веса - 0.05 * d_веса"
