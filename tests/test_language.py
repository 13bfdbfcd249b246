"""English and Russian: every message is translated, and the numbers are the same."""

import re
import string
from pathlib import Path

import numpy as np
import pytest
from babel.messages.catalog import Message
from click.testing import CliRunner

import conspect as cs
from conspect.cli.explain import command as explain
from conspect.cli.main import chosen_language, main
from conspect.files import EXAMPLE, read
from conspect.language import language_in_use, languages, plural, speaking
from conspect.program.writer import write_program
from tests.messages import catalogues, compiled, messages, read_catalogue
from tests.printed import read_text
from tests.random_networks import random_network
from tests.read_latex import read_latex
from tests.render.page_reader import read_page
from tests.render.tex import compiled as compiled_latex
from tests.render.tex import needs_pdflatex

# Names that Russian texts write in Latin letters too.
LATIN = {"elu", "gelu", "leaky_relu", "relu", "silu", "softmax", "softplus", "rmsprop", "adagrad"}
LATIN |= {"adam", "adamw", "lbfgs", "l2"}


def _translated(file: Path) -> list[Message]:
    return [message for message in read_catalogue(file) if message.id]


def _forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [str(message.string)]


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_there_is_russian() -> None:
    assert languages() == ["en", "ru"]


@pytest.mark.parametrize("file", catalogues(), ids=str)
def test_every_message_is_translated_and_no_other(file: Path) -> None:
    known = {
        (message.id[0], message.id[1]) if isinstance(message.id, tuple | list) else message.id
        for message in _translated(file)
    }
    assert known == messages()
    assert not [message.id for message in _translated(file) if not all(_forms(message))]
    assert not [message.id for message in _translated(file) if message.fuzzy]


@pytest.mark.parametrize("file", catalogues(), ids=str)
def test_translations_take_the_same_values(file: Path) -> None:
    for message in _translated(file):
        ids = [message.id] if isinstance(message.id, str) else message.id
        if "{" in ids[0]:
            assert all(_fields(form) in map(_fields, ids) for form in _forms(message)), ids


@pytest.mark.parametrize("file", catalogues(), ids=str)
def test_the_compiled_catalogue_is_that_of_the_text(file: Path) -> None:
    assert file.with_suffix(".mo").read_bytes() == compiled(read_catalogue(file))


def test_russian_is_written_in_russian() -> None:
    [file] = catalogues()
    for message in _translated(file):
        if message.id not in LATIN:
            assert all(re.search("[а-яё]", form, re.IGNORECASE) for form in _forms(message))


def test_russian_has_its_plurals() -> None:
    with speaking("ru"):
        assert language_in_use() == "ru"
        forms = [
            plural("{count} input", "{count} inputs", n).format(count=n) for n in (1, 3, 5, 21)
        ]
    assert forms == ["1 вход", "3 входа", "5 входов", "21 вход"]


@pytest.mark.parametrize("seed", range(20))
def test_both_languages_carry_the_same_numbers(seed: int) -> None:
    net, x, y = random_network(seed)
    step = net.step(x, y)
    english = step.explain()
    with speaking("ru"):
        russian = step.explain()
        in_text, in_latex = russian.to_text(), russian.to_latex()
    assert [(p.name, p.formula, p.numbers, p.result) for p in read_text(in_text)] == [
        (p.name, p.formula, p.numbers, p.result) for p in read_text(english.to_text())
    ]
    assert [(p.name, p.formula, p.numbers, p.result) for p in read_latex(in_latex)] == [
        (p.name, p.formula, p.numbers, p.result) for p in read_latex(english.to_latex())
    ]


@pytest.mark.parametrize("seed", range(4))
def test_pages_in_both_languages_carry_the_same_numbers(seed: int) -> None:
    net, x, y = random_network(seed)
    step = net.step(x, y)
    with speaking("ru"):
        russian = step.explain().to_html()
    assert list(read_page(russian)) == list(read_page(step.explain().to_html()))


def test_programs_differ_only_in_their_comments() -> None:
    def code(program: str) -> list[str]:
        return [row for row in program.splitlines() if not row.lstrip().startswith("#")]

    english = write_program(read(EXAMPLE))
    with speaking("ru"):
        russian = write_program(read(EXAMPLE))
    assert code(english) == code(russian)
    assert "# Обратное распространение ошибки" in russian


@needs_pdflatex
def test_russian_latex_compiles_without_overfull_lines(tmp_path: Path) -> None:
    layers = [cs.Dense(8), cs.SiLU(), cs.Dense(8), cs.ELU(), cs.Dense(3), cs.Softmax()]
    net = cs.Network(layers, 4, cs.CrossEntropy(), seed=2)
    with speaking("ru"):
        latex = net.step(np.ones((2, 4)), np.eye(3)[:2]).explain().to_latex()
    assert "Overfull" not in compiled_latex(latex, tmp_path)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ru_RU.UTF-8"}, "ru"),
        ([], {"LANG": "ru"}, "ru"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "ru_RU.UTF-8"}, "ru"),
        (["explain", "--lang", "ru"], {"LANG": "en_US.UTF-8"}, "ru"),
        (["--lang=en"], {"LANG": "ru_RU.UTF-8"}, "en"),
    ],
)
def test_who_decides_the_language(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert chosen_language(arguments, environment) == language


@pytest.mark.parametrize("arguments", [["--lang", "ru"], ["explain", "--lang=ru"]])
def test_the_command_line_speaks_russian(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(arguments)
    assert "ПРЯМОЙ ПРОХОД: ОТ ВХОДОВ К ВЫХОДУ" in capsys.readouterr().out


def test_help_is_translated_and_keeps_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["code", "--help", "--lang", "ru"])
    shown = capsys.readouterr().out
    assert "Написать самостоятельную программу" in shown
    assert "\n  conspect code network.toml -o network.py\n  python network.py\n" in shown


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("explain nosuch.toml", "nosuch.toml: не читается: нет такого файла или папки"),
        ("explain typo.toml", "7: неизвестный ключ 'unit' в [[layers]] номер 1; может быть, "),
        ("explain wrong.toml", "wrong.toml:2:10: это не TOML: здесь не значение; "),
        ("explain --show zz", "в этом шаге нет 'zz'; возможны: W1, W2, "),
        ("explain --batch 7", "пакета 7 нет; последний в эпохе — 1"),
        ("explain --digits 99", "'--digits': '99' — не целое число от 1 до 17"),
        ("explain a b c", "Лишние аргументы (b c)"),
        ("explian", "неизвестная команда 'explian'; может быть, 'explain'?"),
        ("train", "Не хватает аргумента 'NETWORK'"),
        ("draw --what x", "'--what': 'x' не подходит; возможны 'bare', 'forward', 'gradients'"),
        ("draw --foo", "Нет параметра"),
        ("explain --data", "Параметру '--data' нужно значение"),
        ("train typo.toml -o nowhere/m", "неизвестный ключ 'unit'"),
        ("explain -o nowhere/page", "не записывается: нет такого файла или папки"),
    ],
)
def test_errors_are_in_russian(
    line: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    dense = (
        '[network]\ninputs = 2\nloss = "huber"\n[[layers]]\ntype = "dense"\nunits = 1\nunit = 3\n'
    )
    Path("typo.toml").write_text(dense, encoding="utf-8")
    Path("wrong.toml").write_text("[network]\ninputs = two\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--lang", "ru", *line.split()])
    shown = capsys.readouterr().err
    assert said in shown
    # No English is left: names and commands stand alone, or behind "справка:".
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", shown.partition("справка:")[0])


def test_click_is_left_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "--help", "--lang", "ru"])
    assert "Вызов:" in capsys.readouterr().out
    assert "Usage:" in CliRunner().invoke(explain, ["--help"]).output


def test_an_unknown_language_is_refused() -> None:
    assert CliRunner().invoke(explain, ["--lang", "xx"]).exit_code == 2
