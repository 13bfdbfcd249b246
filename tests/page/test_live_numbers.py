"""The live page's numbers are Python's, after each kind of edit and step."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.data import Table, prepare
from conspect.explain.origin import Origin
from conspect.files import Description, describe
from conspect.training.settings import Settings
from tests.page.live_page import LivePage, stepped, write_page


def test_the_page_takes_over_with_the_same_numbers(page: LivePage) -> None:
    page.check()
    names = {name for name, _value in page.numbers()}
    assert {"W1[2,1]", "dz1[1,2]", "new_W2[1,1]", "loss_after", "da2[1,1]"} <= names


def test_editing_numbers(page: LivePage) -> None:
    stepped(
        page,
        [
            lambda: page.type_into("W1[2,1]", -0.75),
            lambda: page.type_into("b1[2]", 0.3),
            lambda: page.type_into("x[1,2]", 1.5),
            lambda: page.type_into("y[1,1]", -0.25),
            lambda: page.type_into("W2[1,1]", 0.0),
        ],
    )
    state = page.state()
    assert state["parameters"]["W1"][1][0] == -0.75
    assert (state["x"], state["y"]) == ([[2, 1.5]], [[-0.25]])


def test_editing_the_learning_rate(page: LivePage) -> None:
    field = page.page.locator("input.rate")
    field.fill("0.35")
    field.press("Enter")
    page.settle()
    page.check()
    assert page.state()["network"]["optimizer"]["settings"]["learning_rate"] == 0.35


@pytest.mark.parametrize("kind", ["tanh", "relu", "gelu", "softplus", "linear", "elu", "softmax"])
def test_another_activation(page: LivePage, kind: str) -> None:
    page.choose("activation-1", kind)
    page.check()
    page.do("step")
    page.check()


@pytest.mark.parametrize("kind", ["huber", "mean_absolute_error", "squared_error"])
def test_another_loss(page: LivePage, kind: str) -> None:
    page.choose("loss", kind)
    page.check()
    assert page.state()["network"]["loss"]["kind"] == kind


def test_a_loss_that_contains_its_activation(page: LivePage) -> None:
    page.type_into("y[1,1]", 1.0)
    page.choose("loss", "binary_cross_entropy")
    page.check()
    assert page.state()["network"]["loss"]["kind"] == "binary_cross_entropy"


@pytest.mark.parametrize("kind", ["adam", "momentum", "rmsprop", "adagrad", "nesterov", "adamw"])
def test_another_optimizer(page: LivePage, kind: str) -> None:
    page.choose("optimizer", kind)
    page.check()
    stepped(page, [lambda: page.do("step")] * 2)
    assert page.state()["state"]


def test_more_and_fewer_units_and_layers(page: LivePage) -> None:
    stepped(
        page,
        [
            lambda: page.do("add-unit-1"),
            lambda: page.do("add-layer-2"),
            lambda: page.do("step"),
            lambda: page.do("remove-unit-1"),
            lambda: page.do("remove-layer-2"),
            lambda: page.do("add-layer-1"),
            lambda: page.do("step"),
        ],
    )
    kinds = [layer["rule"]["kind"] for layer in page.state()["network"]["layers"]]
    assert kinds.count("dense") == 3


def test_steps_forward_and_back(page: LivePage) -> None:
    first = page.numbers()
    stepped(page, [lambda: page.do("step")] * 3)
    assert page.state()["epoch"] == 3
    stepped(page, [lambda: page.do("back")] * 3)
    assert page.numbers() == first
    page.do("step")
    page.do("start")
    assert page.numbers() == first


def test_playing(page: LivePage) -> None:
    page.choose("speed", "0")
    page.page.locator('[data-do="play"]').click()
    page.wait_for("conspect.session.history.now.run.at >= 20")
    page.page.locator('[data-do="play"]').click()
    page.settle()
    page.check()
    assert page.state()["epoch"] >= 20


def test_the_epoch_slider(page: LivePage) -> None:
    slider = page.page.locator('[data-do="epoch"]')
    slider.evaluate("each => { each.value = 12; each.dispatchEvent(new Event('input')) }")
    page.settle()
    page.check()
    assert page.state()["epoch"] == 12


def _batches() -> Any:
    return describe(
        {
            "network": {"inputs": 2, "loss": "cross_entropy"},
            "layers": [
                {"type": "dense", "units": 3, "activation": "tanh"},
                {"type": "dense", "units": 2, "activation": "softmax"},
            ],
            "training": {"learning_rate": 0.5, "batch_size": 2, "optimizer": "adam", "l2": 0.01},
            "data": {
                "inputs": [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0], [0.5, 0.25]],
                "targets": [1, 0, 1, 0, 1],
            },
        }
    )


def test_sample_by_sample_or_by_batch(browser: Any, tmp_path: Path) -> None:
    page = LivePage(browser, write_page(tmp_path / "batches.html", _batches()))
    page.check()
    stepped(page, [lambda: page.do("step")] * 3)
    assert (page.state()["epoch"], page.state()["batch"]) == (1, 1)
    page.choose("batch-size", "1")
    stepped(page, [lambda: page.do("step")] * 2)
    assert page.state()["batch"] == 3
    page.choose("batch-size", "")
    stepped(page, [lambda: page.choose("sample", "3")])
    assert page.page.locator('svg.live [data-name="a1[4,1]"]').count() == 1
    page.close()


def test_a_set_of_data(page: LivePage) -> None:
    page.choose("set", "moons")
    page.check()
    assert len(page.state()["x"]) == 80
    page.choose("set", "iris")
    page.check()
    state = page.state()
    assert (len(state["x"][0]), len(state["y"][0])) == (4, 3)
    page.do("step")
    page.check()


def test_a_table_that_is_pasted(page: LivePage) -> None:
    page.page.locator('[data-do="paste"]').fill("height;weight;kind\n1;2;a\n3;4;b\n5;6;a\n")
    page.do("use-table")
    page.check()
    assert page.state()["y"] == [[1, 0], [0, 1], [1, 0]]


_DROP = """text => {
    const files = new DataTransfer()
    files.items.add(new File([text], "own.csv", { type: "text/csv" }))
    const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true })
    document.querySelector(".panel.data").dispatchEvent(event)
    return event.defaultPrevented
}"""


def test_a_file_that_is_dropped(page: LivePage) -> None:
    # Otherwise the browser would leave the page for the file.
    assert page.evaluate(_DROP, "height;weight;kind\n1;2;a\n3;4;b\n5;6;a\n")
    page.wait_for("document.querySelector('[data-do=\"use-table\"]')")
    page.do("use-table")
    page.check()
    assert page.state()["x"] == [[1, 2], [3, 4], [5, 6]]
    assert page.state()["y"] == [[1, 0], [0, 1], [1, 0]]


def test_a_wrong_table_is_answered_in_words(page: LivePage) -> None:
    before = page.state()
    page.page.locator('[data-do="paste"]').fill("a,b\nx,1\ny,2\n")
    page.do("use-table")
    assert "no column of numbers" in page.page.locator("[role=alert]").inner_text()
    assert page.state() == before


def test_numbers_that_overflow(page: LivePage) -> None:
    page.type_into("W2[1,1]", 1e308)
    page.type_into("x[1,1]", 1e200)
    assert page.said == []
    assert dict(page.numbers())["loss"] == float("inf")


def test_where_rows_come_from_is_said_while_they_are_those(browser: Any, tmp_path: Path) -> None:
    table = Table({"size": np.array([1.0, 3.0]), "price": np.array([2.0, 4.0])}, "houses.csv")
    net = cs.Network([cs.Dense(1)], 1, cs.HalfSquaredError())
    preparation, table = prepare(table, net, targets=["price"], scale="range")
    x, y = preparation.input_rows(table, (1,)), preparation.target_rows(table)
    origin = Origin(table, preparation, row=2)
    description = Description(net, Settings(), x[1:], y[1:], origin=origin, epochs=7)
    page = LivePage(browser, write_page(tmp_path / "page.html", description))
    row = "x[1,1]\tsize\t3\t(3 − 1) / 2 = 1"
    assert row in page.page.locator("main").inner_text()
    page.do("step")
    assert row in page.page.locator("main").inner_text()
    page.do("language-ru")
    assert "Ранее модель обучалась 7 эпох." in page.page.locator("main").inner_text()
    page.type_into("x[1,1]", 0.5)
    assert "size" not in page.page.locator("main").inner_text()
