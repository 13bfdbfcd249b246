"""A sheet in the pieces that the page's template shows: paragraphs, tables, somebody's source."""

from conspect.explain.document import (
    Change,
    Listing,
    Node,
    Note,
    Section,
    Sheet,
    Table,
    Text,
    Verdict,
)
from conspect.render.page_parts import Block, Lesson, Part


def sheet_parts(sheet: Sheet) -> list[Part]:
    """The sections, each with its anchor."""
    parts = [_part(section, f"part-{n}") for n, section in enumerate(sheet.sections, 1)]
    return parts + (Lesson(sheet.lesson).parts(len(parts) + 1) if sheet.lesson else [])


def _part(section: Section, anchor: str) -> Part:
    blocks = [_block(node) for node in section.nodes]
    return Part(anchor, section.title, blocks)


def _block(node: Node) -> Block:
    match node:
        case Text(text):
            return Block("text", text)
        case Note(text):
            return Block("note", text)
        case Table(header, rows):
            return Block("table", header=header, rows=rows)
        case Verdict(kind, text):
            return Block(kind, text)
        case Listing(place, lines):
            return Block("listing", title=place, rows=[lines])
        case Change(removed, added):
            return Block("change", rows=[removed, added])
    raise TypeError(f"{node!r} has no place on a sheet")
