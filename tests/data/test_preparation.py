"""From the columns of a table to inputs and targets."""

import math

import msgspec
import numpy as np
import pytest

import conspect as cs
from conspect.data import Preparation, Table, prepare
from conspect.errors import DataError


def words(*values: str | None) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return np.array([*values, None], dtype=object)[:-1]


def table() -> Table:
    return Table(
        {
            "size": np.array([1.0, 2.0, 3.0, 6.0]),
            "colour": words("red", "blue", "red", "red"),
            "kind": words("cat", "dog", "cat", "cat"),
        },
        "pets.csv",
        np.array([2, 3, 4, 5]),
    )


def classifier(inputs: int = 3, classes: int = 2) -> cs.Network:
    return cs.Network([cs.Dense(classes), cs.Softmax()], inputs, cs.CrossEntropy())


def regression(inputs: int, outputs: int = 1) -> cs.Network:
    return cs.Network([cs.Dense(outputs)], inputs, cs.HalfSquaredError())


def test_numbers_and_words_become_inputs() -> None:
    made, _ = prepare(table(), classifier(), targets=["kind"])
    assert made.input_titles() == ["size", "colour=blue", "colour=red"]
    np.testing.assert_array_equal(
        made.input_rows(table(), (3,)), [[1, 0, 1], [2, 1, 0], [3, 0, 1], [6, 0, 1]]
    )
    assert made.classes == ("cat", "dog")
    np.testing.assert_array_equal(made.target_rows(table()), [0, 1, 0, 0])


def test_scaling_belongs_to_the_rows_trained_on() -> None:
    standard, _ = prepare(table(), classifier(), targets=["kind"], scale="standard")
    x = standard.input_rows(table(), (3,))[:, 0]
    assert math.isclose(x.mean(), 0, abs_tol=1e-15)
    assert math.isclose(x.std(), 1)
    ranged, _ = prepare(table(), classifier(), targets=["kind"], scale="range")
    later = Table({"size": np.array([11.0]), "colour": words("red")})
    assert ranged.input_rows(later, (3,))[0, 0] == 2


def test_a_constant_column_is_not_divided_by_zero() -> None:
    constant = Table({"a": np.full(3, 7.0), "y": np.arange(3.0)})
    made, _ = prepare(constant, regression(1), targets=["y"], scale="standard")
    np.testing.assert_array_equal(made.input_rows(constant, (1,)), np.zeros((3, 1)))


def with_gaps() -> Table:
    gaps = table()
    columns = {**gaps.columns, "size": np.array([1.0, 2.0, np.nan, 6.0])}
    columns["colour"] = words("red", "blue", "red", None)
    return Table(columns, gaps.source, gaps.lines)


def test_missing_values_are_an_error_unless_told_how() -> None:
    made, _ = prepare(with_gaps(), classifier(), targets=["kind"])
    with pytest.raises(DataError, match=r"pets\.csv:4: column 'size' has no value here"):
        made.input_rows(with_gaps(), (3,))


def test_missing_values_dropped() -> None:
    _, kept = prepare(
        with_gaps(), classifier(1), targets=["kind"], ignore=["colour"], missing="drop"
    )
    assert len(kept) == 3
    _, kept = prepare(with_gaps(), classifier(3), targets=["kind"], missing="drop")
    assert kept.lines is not None
    assert kept.lines.tolist() == [2, 3]


def test_missing_values_filled() -> None:
    made, kept = prepare(with_gaps(), classifier(), targets=["kind"], missing="fill")
    np.testing.assert_array_equal(
        made.input_rows(kept, (3,)), [[1, 0, 1], [2, 1, 0], [3, 0, 1], [6, 0, 1]]
    )


@pytest.mark.parametrize(
    ("values", "classes", "names"),
    [
        ([0.0, 1.0, 2.0], 3, ("0", "1", "2")),
        ([0.0, 0.0, 1.0], 3, ("0", "1", "2")),
        ([1.0, 2.0, 3.0], 3, ("1", "2", "3")),
        ([-1.0, 1.0, 1.5], 3, ("-1", "1", "1.5")),
    ],
)
def test_classes_of_numbers(values: list[float], classes: int, names: tuple[str, ...]) -> None:
    numbers = Table({"x": np.zeros(3), "y": np.array(values)})
    made, _ = prepare(numbers, classifier(1, classes), targets=["y"])
    assert made.classes == names


def test_yes_and_no() -> None:
    network = cs.Network([cs.Dense(1), cs.Sigmoid()], 1, cs.BinaryCrossEntropy())
    told = Table({"x": np.zeros(2), "y": words("no", "yes")})
    made, _ = prepare(told, network, targets=["y"])
    assert made.answers(np.array([[0.4], [0.6]])) == ["no", "yes"]
    shares = Table({"x": np.zeros(2), "y": np.array([0.25, 0.5])})
    made, _ = prepare(shares, network, targets=["y"])
    assert made.classes == ()
    np.testing.assert_array_equal(made.target_rows(shares), [[0.25], [0.5]])


def test_an_array_of_columns_as_target() -> None:
    several = Table(
        {"x": np.zeros(2), "y1": np.ones(2), "y2": np.ones(2)}, groups={"y": ("y1", "y2")}
    )
    made, _ = prepare(several, regression(1, 2), targets=["y"])
    assert made.targets == ("y1", "y2")
    assert made.target_rows(several).shape == (2, 2)


@pytest.mark.parametrize(
    ("network", "targets", "said"),
    [
        (classifier(), (), "which column is the target; choose with --target among size"),
        (classifier(), ("kid",), "no column 'kid'; did you mean 'kind'"),
        (classifier(4), ("kind",), "the columns make 3 inputs (size, colour=blue, colour=red)"),
        (classifier(3, 5), ("kind",), "holds 2 classes (cat, dog), but the network tells 5 apart"),
        (regression(3), ("kind",), "holds words, but the loss half_squared_error compares numbers"),
        (regression(4, 2), ("size",), "1 target column chosen, but the network has 2 outputs"),
    ],
)
def test_what_does_not_fit(network: cs.Network, targets: tuple[str, ...], said: str) -> None:
    with pytest.raises(DataError) as caught:
        prepare(table(), network, targets=targets)
    assert said in str(caught.value)
    assert str(caught.value).startswith("pets.csv: ")


def test_what_the_model_has_not_seen() -> None:
    made, _ = prepare(table(), classifier(), targets=["kind"])
    green = Table({"size": np.ones(1), "colour": words("green"), "kind": words("fox")}, "new.csv")
    with pytest.raises(DataError, match="row 1: column 'colour' holds 'green'"):
        made.input_rows(green, (3,))
    with pytest.raises(DataError, match="the target is 'fox', which is no class"):
        made.target_rows(green)
    with pytest.raises(DataError, match="no column 'colour', which the model reads"):
        made.input_rows(Table({"size": np.ones(1)}), (3,))
    infinite = Table({"size": np.array([np.inf]), "colour": words("red")})
    with pytest.raises(DataError, match="holds an infinity"):
        made.input_rows(infinite, (3,))


def test_a_name_for_each_row_is_no_category() -> None:
    names = Table({"id": words(*(f"n{i}" for i in range(30))), "y": np.arange(30.0)})
    with pytest.raises(DataError, match="holds 30 different words in 30 rows; leave it out"):
        prepare(names, regression(30), targets=["y"])


def test_it_goes_through_json_unchanged() -> None:
    made, _ = prepare(table(), classifier(), targets=["kind"], scale="standard", missing="fill")
    assert msgspec.json.decode(msgspec.json.encode(made), type=Preparation) == made
