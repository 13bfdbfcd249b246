"""What a lesson tells, and in which order."""

import numpy as np
import pytest

import conspect as cs
from conspect.errors import InputError
from conspect.explain.document import Document, Node, Note, Section


def _step(*layers: cs.Layer | cs.Step, loss: cs.Loss | None = None, **given: object) -> cs.Trace:
    net = cs.Network(layers, 2, loss or cs.HalfSquaredError(), cs.SGD(0.1), given)
    outputs = net.shapes["y"][0]
    return net.step([[1, 2], [3, -1]], np.eye(2)[:, :1].repeat(outputs, axis=1))


def _notes(document: Document) -> list[str]:
    def within(nodes: tuple[Node, ...]) -> list[str]:
        found = []
        for node in nodes:
            if isinstance(node, Section):
                found += within(node.nodes)
            elif isinstance(node, Note):
                found.append(node.text)
        return found

    return within(document.sections)


def _names(document: Document) -> list[str]:
    return [line.element.name for line in document.lines()]


def test_everything_is_told_in_order() -> None:
    document = _step(cs.Dense(2), cs.Tanh(), cs.Dense(1)).explain()
    order = list(dict.fromkeys(_names(document)))
    assert order == (
        [
            "z1",
            "a1",
            "z2",
            "losses",
            "loss",
            "dz2",
            "dW2",
            "db2",
            "da1",
            "dz1",
            "dW1",
            "db1",
            "new_W1",
            "new_b1",
            "new_W2",
            "new_b2",
        ]
    )
    sections = list(dict.fromkeys(line.section for line in document.lines()))
    assert sections == ["forward", "loss", "backward", "update"]


def test_forward_goes_unit_by_unit() -> None:
    names = _names(_step(cs.Dense(2), cs.Tanh()).explain())
    assert names[:4] == ["z1", "a1", "z1", "a1"]


def test_all_weights_are_updated_not_one_for_example() -> None:
    document = _step(cs.Dense(3), cs.Tanh(), cs.Dense(1)).explain()
    assert _names(document).count("new_W1") == 6
    assert _names(document).count("dW1") == 6


def test_show_tells_just_what_leads_there() -> None:
    step = _step(cs.Dense(2), cs.Tanh(), cs.Dense(1))
    document = step.explain(["z1[2,1]"])
    assert [str(line.element.name) for line in document.lines()] == ["z1"]
    names = set(_names(step.explain("dz1[1,2]")))
    assert names == {"z1", "a1", "z2", "dz2", "da1", "dz1"}
    assert len(_names(step.explain("dz1[1,2]"))) < len(_names(step.explain("dz1")))


def test_show_takes_what_is_given_as_well() -> None:
    text = _step(cs.Dense(1), W1=[[0.5], [0.25]]).explain(["W1[2,1]", "x"]).to_text()
    assert "W1[2,1] = 0.25" in text
    assert "x[2,2] = −1" in text


@pytest.mark.parametrize("name", ["W1[3,1]", "W1[0,1]", "W1[1]", "q", "dW1[", "W1[1,1,1]", ""])
def test_show_refuses_what_is_not_there(name: str) -> None:
    with pytest.raises(InputError):
        _step(cs.Dense(1)).explain([name])


@pytest.mark.parametrize("digits", [0, 18, -1])
def test_digits_are_1_to_17(digits: int) -> None:
    with pytest.raises(InputError):
        _step(cs.Dense(1)).explain(digits=digits)


def test_a_corner_is_pointed_out() -> None:
    step = _step(cs.Dense(1), cs.ReLU(), W1=[[0.0], [0.0]], b1=0.0)
    assert any("z1[1,1] is exactly 0, where relu has a corner" in n for n in _notes(step.explain()))
    assert (step["dz1"] == 0).all()
    smooth = _step(cs.Dense(1), cs.ELU(), W1=[[0.0], [0.0]], b1=0.0)
    assert not any("corner" in note for note in _notes(smooth.explain()))
    bent = _step(cs.Dense(1), cs.ELU(2.0), W1=[[0.0], [0.0]], b1=0.0)
    assert any("corner; its slope there is taken as 2" in note for note in _notes(bent.explain()))


def test_where_the_absolute_error_is_zero_its_direction_is_too() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.MeanAbsoluteError(), parameters={"W1": [[2]], "b1": 0})
    step = net.step([3], [6])
    assert step["dz1"] == 0
    assert any("exactly 0" in note for note in _notes(step.explain()))


def test_dead_and_saturated_units_are_pointed_out() -> None:
    dead = _step(cs.Dense(2), cs.ReLU(), W1=[[-1, 1], [-2, 1]], b1=[-9, 9])
    assert any(note.startswith("Unit 1 of a1 is dead") for note in _notes(dead.explain()))
    full = _step(cs.Dense(2), cs.Sigmoid(), W1=[[0, 0], [0, 0]], b1=[1000, 0])
    assert any(note.startswith("Unit 1 of a1 is saturated") for note in _notes(full.explain()))
    alive = _step(cs.Dense(2), cs.Sigmoid())
    assert not _notes(alive.explain())


def test_cancelled_digits_are_pointed_out_and_not_printed() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.HalfSquaredError(), parameters={"W1": [[1]], "b1": 0})
    step = net.step([1.0], [1 + 1e-13])
    document = step.explain("dz1")
    assert any("Floating point cancelled digits" in note for note in _notes(document))
    [*_, line] = document.lines()
    assert line.printed.digits < 6


def test_untrained_parameters_are_named() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.HalfSquaredError(), fixed=["b1"])
    document = net.step([1.0], [1.0]).explain()
    assert any(note.startswith("b1 is not trained") for note in _notes(document))
    assert "new_b1" not in _names(document)
    assert "db1" in _names(document)


def test_a_loss_that_rises_is_pointed_out() -> None:
    net = cs.Network([cs.Dense(1)], 1, cs.HalfSquaredError(), cs.SGD(100.0))
    assert any("The loss rose" in note for note in _notes(net.step([1.0], [3.0]).explain()))


def _large() -> cs.Trace:
    net = cs.Network([cs.Dense(128), cs.ReLU(), cs.Dense(10), cs.Softmax()], 784, cs.CrossEntropy())
    x = np.random.default_rng(0).uniform(0, 1, (1, 784))
    return net.step(x, [3])


def test_a_large_step_is_summarised() -> None:
    document = _large().explain()
    assert len(list(document.lines())) < 200
    text = document.to_text()
    assert "784 × 128" in text
    assert "too large to print whole" in text
    assert "dW1[i,j] = sum(n, x[n,i] · dz1[n,j])" in text


def test_one_number_of_a_large_step_is_worked_out() -> None:
    step = _large()
    document = step.explain("dW1[300,5]")
    [*_, line] = document.lines()
    assert line.value == step["dW1"][299, 4]
    assert any("taken as they are" in note for note in _notes(document))
    [*_, line] = step.explain("z1[1,5]").lines()
    assert line.value == step["z1"][0, 4]
    assert "sum(i=1..784" in step.explain("z1[1,5]").to_text()


def test_a_penalty_on_weights_that_are_not_trained_is_0() -> None:
    net = cs.Network([cs.Dense(1)], 2, cs.SquaredError(), penalty=cs.L2(0.5), fixed=["W1"])
    lines = {line.element.name: line for line in net.step([1, 2], [3]).explain().lines()}
    assert lines["penalty"].value == 0
    assert lines["penalty"].printed.exact
