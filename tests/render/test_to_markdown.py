"""Markdown as its readers see it: text is text, mathematics is mathematics."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.render.hostile import hostile_document, hostile_names

import conspect as cs
from conspect.files import EXAMPLE
from conspect.render.to_markdown import escaped

_MATHEMATICS = re.compile(r"(?<!\\)(?:\$\$.*?\$\$|\$.*?(?<!\\)\$)", re.DOTALL)
_READER = MarkdownIt("commonmark", {"linkify": False}).enable("table").enable("strikethrough")


def _inside(tokens: list[Token]) -> list[Token]:
    return [part for token in tokens for part in (token, *_inside(token.children or []))]


def test_hostile_names_are_only_text() -> None:
    for name in hostile_names():
        tokens = _inside(_READER.parse(escaped(name)))
        kinds = {token.type for token in tokens}
        assert kinds <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
        shown = "".join(token.content for token in tokens if token.type.startswith("text"))
        assert shown.replace("\ufffd", "\x00").split() == name.split()
        assert not re.search(r"(?<!\\)\$|https?://|www\.", escaped(name))


def test_a_hostile_document_has_the_parts_of_a_harmless_one() -> None:
    words = _MATHEMATICS.sub("", hostile_document().to_markdown())
    kinds = {token.type for token in _inside(_READER.parse(words))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "em_open"}


def test_displays_stand_alone_and_their_rows_end_without_backslashes() -> None:
    markdown = cs.load(EXAMPLE).step([2, 3], [2]).explain().to_markdown()
    displays = re.findall(r"(?:^|\n)\n\$\$\n(.*?)\n\$\$(?=\n)", markdown, re.DOTALL)
    assert len(displays) == markdown.count("$$") / 2 > 40
    assert not any("\n\n" in display or r"\\" in display for display in displays)


def test_mathematics_needs_no_escapes_that_markdown_would_eat() -> None:
    markdown = cs.load(EXAMPLE).step([2, 3], [2]).explain().to_markdown()
    mathematics = "".join(re.findall(r"\$\$.*?\$\$", markdown, re.DOTALL))
    assert not re.search(r"\\[^A-Za-z]", mathematics)
