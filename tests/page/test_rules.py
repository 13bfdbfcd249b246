"""The rules as data: whole, and with nothing that JSON could not hold."""

import json

import numpy as np

import conspect as cs
from conspect.page.carried import network_of, state_of
from conspect.page.messages import tables
from conspect.page.rules import FAMILIES, every_rule
from conspect.registry import find
from conspect.training.settings import Settings


def test_every_rule_is_there() -> None:
    rules = json.loads(json.dumps(every_rule()))
    for family, base in FAMILIES.items():
        assert rules[family].keys() == find(f"conspect.{family}", base).keys()
    for family in (*FAMILIES, "clipping"):
        for rule in rules[family].values():
            assert len(rule["equations"]) >= 1
            assert all(field["type"] in {"int", "float", "bool", "str"} for field in rule["fields"])


def test_a_state_is_read_back_to_the_same_network() -> None:
    net = cs.Network(
        [cs.Dense(3), cs.Tanh(), cs.Dense(2), cs.Softmax()],
        4,
        cs.CrossEntropy(),
        cs.Adam(),
        schedule=cs.Plateau(),
        fixed=["b1"],
        seed=7,
    )
    x, y = np.ones((2, 4)), np.eye(2)
    net = net.step(x, y).next.after_epoch(0.5)
    state = json.loads(json.dumps(state_of(net, x, y, Settings())))
    again = network_of(state)
    assert again.progress == net.progress
    assert again.trained == net.trained
    for ours, theirs in ((net.parameters, again.parameters), (net.state, again.state)):
        assert ours.keys() == theirs.keys()
        for name, value in ours.items():
            np.testing.assert_array_equal(theirs[name], value)
    assert again.step(x, y).loss == net.step(x, y).loss


def test_every_message_of_the_page_has_a_translation() -> None:
    russian = tables()["ru"]
    assert russian["Given"] == "Дано"
    assert russian["{count} input"] == ["{count} вход", "{count} входа", "{count} входов"]
    assert all(all(text) if isinstance(text, list) else text for text in russian.values())


def test_a_schedule_drops_as_often_as_its_epochs_say() -> None:
    schedule = cs.StepDecay(every=3)
    progress = schedule.start()
    for epoch in range(1, 12):
        progress = schedule.after_epoch(progress, loss=1.0)
        assert progress == {"e": epoch, "drops": epoch // 3}


def test_plateau_waits_and_drops() -> None:
    schedule = cs.Plateau(wait=1, threshold=0.1)
    progress = schedule.start()
    seen = []
    for loss in (1.0, 0.95, 0.94, 0.5, 0.6, 0.7, 0.8):
        progress = schedule.after_epoch(progress, loss)
        seen.append((progress["drops"], progress["best"], progress["waited"]))
    assert seen == [
        (0, 1.0, 0),
        (0, 1.0, 1),
        (1, 1.0, 0),
        (1, 0.5, 0),
        (1, 0.5, 1),
        (2, 0.5, 0),
        (2, 0.5, 1),
    ]
