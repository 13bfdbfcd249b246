"""Five hundred names that try to be more than names."""

import random

import numpy as np

import conspect as cs
from conspect.explain.document import Document, Figure, Matrix, Node, Note, Section, Table, Text
from conspect.files import EXAMPLE

_PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></pre></svg>",
    "javascript:alert(1)",
    "\\input{/etc/passwd}",
    "\\immediate\\write18{touch pwned}",
    "\\end{document}",
    "\\def\\x{\\x\\x}\\x",
    "$x_1^2$",
    "$$\\frac{1}{0}$$",
    '#panic("out")',
    '#read("/etc/passwd")',
    ']#import "@preview/x:1.0.0"',
    "*bold* _it_ `code` ~~gone~~",
    "![x](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "http://evil.example www.evil.example a@evil.example",
    "| a | b |\n|---|---|",
    "# heading\n\n- list\n1. item\n> quote",
    "```\ncode\n```",
    "{{ 7 * 7 }} {% raw %} {0} %s %(x)s ${HOME}",
    "%comment & table # 1_2^3 ~",
    "\"quoted\" 'single' `back`",
    "\u202egnp.exe\u202c \u200b\ufeff",
    "\x00\x07\x1b[31m\r\n\t",
    "имя слоя «ёлка» №1",
    "名前 اسم 😀 é ß ø",
    "a" * 300,
    "−≈→×·≤≥π½²³…’–—",
    "../../etc/passwd; rm -rf /; DROP TABLE x",
]


def hostile_names(count: int = 500) -> list[str]:
    """Each payload, then mixtures of several; the same ones every time."""
    generator = random.Random(7)
    mixed = [
        "".join(generator.choices(_PAYLOADS, k=generator.randint(2, 4)))
        for _ in range(count - len(_PAYLOADS))
    ]
    return [*_PAYLOADS, *mixed]


def hostile_document() -> Document:
    """A lesson in which every text is hostile."""
    trace = cs.load(EXAMPLE).step([2, 3], [2])
    names = hostile_names()
    nodes: list[Node] = [Text(name) for name in names]
    nodes += [Note(name) for name in names]
    nodes += [Figure("loss", 0.5, name) for name in names]
    nodes += [Matrix("x", np.array([0.5]), name, name, name) for name in names[:50]]
    nodes += [Table((name, "b"), ((name, name),)) for name in names[:50]]
    sections = [Section("given", name, ()) for name in names[:50]]
    return Document(names[0], (*sections, Section("given", "", tuple(nodes))), trace, 6)
