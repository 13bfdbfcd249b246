"""A report as people see it: in a terminal and on a page, whatever the program is called."""

import re
from html.parser import HTMLParser

import pytest
from rich.cells import cell_len
from tests.check.report.reports import ALL, HOSTILE, LINE, WRONG

from conspect.check.findings import Report
from conspect.check.report.sheet import sheet
from conspect.check.report.source import place_of, visible
from conspect.language import speaking
from conspect.render import to_html, to_text
from conspect.render.source_rows import listing_rows


def _text(report: Report, width: int = 80, *, ascii_only: bool = False) -> str:
    return to_text.render(sheet(report, "train.py", 6), width=width, ascii_only=ascii_only)


def test_the_verdict_comes_first_and_notes_last() -> None:
    titles = [section.title for section in sheet(WRONG, "train.py", 6).sections]
    assert titles == ["Verdict", "Parameters", "Mistake 1", "Mistake 2", "Notes"]
    assert _text(WRONG).splitlines()[3] == (
        "  Wrong: 1 of 2 parameters does not get the gradient of the loss."
    )


def test_every_statement_of_a_mistake_is_told() -> None:
    told = " ".join(_text(WRONG).split())
    mistake = WRONG.mistakes[0]
    assert mistake.worked
    for said in (
        mistake.cause,
        mistake.message,
        mistake.fix,
        mistake.evidence,
        mistake.formula_right,
        mistake.formula_code,
        mistake.worked.element,
        mistake.worked.applied_terms,
        mistake.worked.right_terms,
        "train.py, line 41",
        "train.py, cell 3, line 7",
    ):
        assert said in told


def test_the_wrong_part_is_marked_below() -> None:
    rows = _text(WRONG).splitlines()
    [at] = [n for n, row in enumerate(rows) if row == f"  41 | {LINE}"]
    carets = rows[at + 1]
    marked = rows[at][carets.index("^") : carets.rindex("^") + 1]
    assert marked == "(a - y) @ self.W2 * a1 "


def test_the_mended_line_stands_under_the_wrong_one() -> None:
    rows = _text(WRONG).splitlines()
    at = rows.index(f"  - {LINE}")
    assert rows[at + 1] == "  +         delta = (a - y) @ self.W2 * a1 * (1 - a1)"


@pytest.mark.parametrize("width", [24, 40, 60, 200])
@pytest.mark.parametrize("name", ALL)
def test_source_fits_the_terminal(name: str, width: int) -> None:
    from conspect.explain.document import Listing

    for section in sheet(ALL[name], "train.py", 6).sections:
        for node in section.nodes:
            if isinstance(node, Listing):
                rows = [row.plain for row in listing_rows(node, width)]
                assert all(cell_len(row) <= max(width, 28) for row in rows[1:])


def test_marks_stand_below_wide_signs_too() -> None:
    rows = _text(HOSTILE, 90).splitlines()
    [at] = [n for n, row in enumerate(rows) if "漢字" in row and "|" in row]
    assert cell_len(rows[at + 1]) == cell_len(rows[at])


def test_what_changes_is_seen_in_a_narrow_terminal_too() -> None:
    rows = [row for row in _text(WRONG, 30).splitlines() if row.startswith(("  - .", "  + ."))]
    assert "a1  # the s" in rows[0]
    assert "* (1 - a1)" in rows[1]


@pytest.mark.parametrize("name", ALL)
def test_nothing_in_a_program_takes_effect_in_a_terminal(name: str) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in _text(ALL[name]))


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


@pytest.mark.parametrize("name", ALL)
def test_nothing_in_a_program_takes_effect_on_a_page(name: str) -> None:
    page = _Tags(to_html.render(sheet(ALL[name], "ev<i>il.py", 6)))
    names = {tag for tag, _attributes in page.tags}
    assert not names & {"script", "iframe", "img", "i", "link", "base", "form"}
    for _tag, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
    [policy] = [
        attributes["content"]
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_a_page_shows_what_the_terminal_shows() -> None:
    page = _Tags(to_html.render(sheet(WRONG, "train.py", 6)))
    shown = re.sub(r"\s+", "", "".join(page.seen))
    for row in _text(WRONG, 200).splitlines():
        if "|" not in row and row.strip() and not row.isupper():
            words = re.sub(r"\s+", "", row.strip().lstrip("!-+"))
            assert words in shown, row


def test_a_terminal_without_signs_gets_ascii() -> None:
    assert _text(WRONG, ascii_only=True).isascii()


def test_russian() -> None:
    with speaking("ru"):
        told = _text(WRONG)
    assert told.splitlines()[3] == "  Неверно: 1 параметр из 2 получает не градиент функции потерь."
    assert "ОШИБКА 1" in told
    assert "ячейка 3, строка 7" in told


def test_many_right_parameters_are_only_counted() -> None:
    assert "60 parameters are not listed; 60 of all are right." in _text(ALL["right"])


def test_an_unclear_report_says_why() -> None:
    told = _text(ALL["unclear"])
    assert "Why: no parameters were found" in told
    assert "The program ended with: KeyError: 'W1'" in told


def test_a_cell_is_named_once() -> None:
    assert place_of("/home/ann/train.ipynb[9]", 9, 35) == "train.ipynb, cell 9, line 35"


def test_what_does_not_print_is_spelt_out() -> None:
    assert visible("a\x1b[1mb\u202ec\n") == "a\\x1b[1mb\\u202ec\\n"
    assert visible("имя 漢字 é") == "имя 漢字 é"
