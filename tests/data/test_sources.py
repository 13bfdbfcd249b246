"""Embedded sets, generators, arrays, data frames and Parquet."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conspect.data import Table, read
from conspect.data.parquet import read_parquet
from conspect.errors import ConspectError, DataError, FileAccessError


def test_the_embedded_sets_are_those_of_scikit_learn() -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    for name, load in (("iris", datasets.load_iris), ("digits", datasets.load_digits)):
        table, known = read(name), load()
        [target] = table.targets
        columns = [values for key, values in table.columns.items() if key != target]
        np.testing.assert_array_equal(np.stack(columns, axis=1), known.data)
        if name == "iris":
            assert table.columns[target].tolist() == known.target_names[known.target].tolist()
        else:
            np.testing.assert_array_equal(table.columns[target], known.target)


@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "xor"])
def test_generators_depend_on_their_seed_alone(name: str) -> None:
    one, again, other = read(name, seed=1), read(name, seed=1), read(name, seed=2)
    np.testing.assert_array_equal(one.columns["x1"], again.columns["x1"])
    assert (one.columns["x1"] != other.columns["x1"]).any()
    assert len(read(name, rows=7)) == 7
    counts = np.unique(one.columns["class"], return_counts=True)[1]
    assert counts.max() - counts.min() <= 1


def frames() -> list[Any]:
    made = []
    for library in ("pandas", "polars"):
        module = pytest.importorskip(library)
        made.append(module.DataFrame({"n": [1, 2], "kind": ["a", None], "yes": [True, False]}))
    return made


def test_data_frames() -> None:
    pytest.importorskip("narwhals")
    for frame in frames():
        table = read(frame)
        np.testing.assert_array_equal(table.columns["n"], [1.0, 2.0])
        assert table.columns["kind"].tolist() == ["a", None]
        np.testing.assert_array_equal(table.columns["yes"], [1.0, 0.0])


def test_what_is_no_data_frame() -> None:
    pytest.importorskip("narwhals")
    with pytest.raises(DataError, match="no data frame"):
        read(object())


def test_arrays_of_different_lengths() -> None:
    with pytest.raises(DataError, match="x has 2, y has 3"):
        read({"x": np.zeros(2), "y": np.zeros(3)})


@pytest.mark.parametrize("name", ["irs", "data.xlsx", "data"])
def test_unknown_kinds_of_data(name: str) -> None:
    with pytest.raises(DataError, match="unknown kind of data"):
        read(name)


def parquet(folder: Path, columns: dict[str, list[Any]]) -> str:
    polars = pytest.importorskip("polars")
    file = folder / "data.parquet"
    polars.DataFrame(columns).write_parquet(file, row_group_size=2)
    return str(file)


def test_parquet_in_memory_and_through_the_disk(tmp_path: Path) -> None:
    pytest.importorskip("narwhals")
    file = parquet(tmp_path, {"a": [1, None, 3], "b": [0.5, 1.5, 2.5]})
    whole, mapped = read(file), read_parquet(file, most=0)
    for table in (whole, mapped):
        np.testing.assert_array_equal(table.columns["a"], [1, np.nan, 3])
        np.testing.assert_array_equal(table.columns["b"], [0.5, 1.5, 2.5])
    assert isinstance(mapped.columns["a"], np.memmap)
    assert not isinstance(whole.columns["a"], np.memmap)


def test_parquet_that_is_none(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("narwhals")
    file = parquet(tmp_path, {"a": [[1], [2]]})
    with pytest.raises(DataError, match="neither numbers nor words"):
        read(file)
    content = Path(file).read_bytes()
    for length in range(0, len(content), 37):
        Path(file).write_bytes(content[:length])
        with pytest.raises(ConspectError) as caught:
            read(file)
        assert "\n" not in str(caught.value)
    with pytest.raises(FileAccessError):
        read(str(tmp_path / "none.parquet"))


def test_a_table_is_its_own_source() -> None:
    table = Table({"a": np.zeros(1)})
    assert read(table) is table
