"""Five hundred names that try to be more than names."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

import conspect as cs
from conspect.explain.document import (
    Bundle,
    Document,
    Figure,
    Matrix,
    Node,
    Note,
    Picture,
    Quantity,
    Section,
    Table,
    Text,
)
from conspect.explain.picture import picture
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
    nodes += _hostile_pictures(trace, iter(names))
    sections = [Section("given", name, ()) for name in names[:50]]
    return Document(names[0], (*sections, Section("given", "", tuple(nodes))), trace, 6)


def _hostile_pictures(trace: cs.Trace, names: Iterator[str]) -> Iterator[Picture]:
    """Pictures in which every title and every name is hostile."""
    benign = picture(trace)

    def hostile(quantity: Quantity) -> Quantity:
        return replace(quantity, element=replace(quantity.element, name=next(names)))

    for _number in range(6):
        columns = [
            replace(
                column,
                title=next(names),
                shared=(next(names),),
                units=tuple(
                    replace(unit, values=tuple(map(hostile, unit.values))) for unit in column.units
                ),
            )
            for column in benign.columns
        ]
        goal = replace(benign.goal, title=next(names))
        bundles = (Bundle(0, 2, next(names), next(names)),)
        yield replace(benign, columns=tuple(columns), goal=goal, bundles=bundles)
