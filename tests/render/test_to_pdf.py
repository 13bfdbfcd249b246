"""PDF: the same bytes each time, and its numbers can be searched for."""

import io
import json
import sys

import pytest
from pypdf import PdfReader
from tests.render.hostile import hostile_document, hostile_names

import conspect as cs
from conspect.errors import MissingExtraError
from conspect.explain.document import Document
from conspect.files import EXAMPLE
from conspect.render.to_pdf import render


def _lesson() -> Document:
    return cs.load(EXAMPLE).step([2, 3], [2]).explain()


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert _lesson().to_pdf() == _lesson().to_pdf()


def test_every_shown_number_can_be_searched_for() -> None:
    text = _text(_lesson().to_pdf()).replace("−", "-")
    lines = json.loads(_lesson().to_json())["lines"]
    plain = [line["shown"] for line in lines if "e" not in line["shown"]]
    assert len(plain) > 20
    assert not [shown for shown in plain if shown not in text]


def test_hostile_names_are_only_text() -> None:
    text = _text(render(hostile_document()))
    assert "alert(1)" in text
    assert "#panic" in text
    assert "root:" not in text
    assert len(hostile_names()) == 500


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'conspect\[pdf\]'"):
        _lesson().to_pdf()
