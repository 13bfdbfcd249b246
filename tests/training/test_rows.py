"""The rows of a training: held out by class, scaled by the others, on disk if they are large."""

from pathlib import Path

import numpy as np
import pytest

import conspect as cs
from conspect.data import prepare, read
from conspect.data.parquet import read_parquet
from conspect.training import Settings, fit
from conspect.training.rows import from_table


def classifier() -> cs.Network:
    return cs.Network([cs.Dense(3), cs.Softmax()], 4, cs.CrossEntropy())


def test_every_class_is_held_out_alike_and_does_not_scale_the_others() -> None:
    table = read("iris")
    preparation, table = prepare(table, classifier())
    rows = from_table(classifier(), table, preparation, Settings(validation=0.2), "standard")
    assert rows.held_out is not None
    assert np.bincount(rows.held_out[1].astype(int)).tolist() == [10, 10, 10]
    np.testing.assert_allclose(rows.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(rows.x.std(axis=0), 1)
    assert abs(rows.held_out[0].mean(axis=0)).max() > 1e-3


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_rows_on_disk_train_as_rows_in_memory(tmp_path: Path, share: float) -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("narwhals")
    generator = np.random.default_rng(0)
    columns = {f"x{i}": generator.normal(size=200) for i in range(4)}
    columns["y"] = (columns["x0"] > 0).astype(float) + (columns["x1"] > 0)
    file = str(tmp_path / "data.parquet")
    polars.DataFrame(columns).write_parquet(file)
    settings = Settings(epochs=3, batch_size=16, shuffle=True, validation=share)
    results = []
    for most in (None, 0):
        table = read_parquet(file, most=most)
        preparation, table = prepare(table, classifier(), targets=["y"])
        rows = from_table(classifier(), table, preparation, settings, "standard")
        assert isinstance(rows.x, np.memmap) == (most == 0)
        state = fit(classifier(), rows.x, rows.y, settings, validation_data=rows.held_out)
        results.append(state.result().parameters["W1"])
    np.testing.assert_array_equal(results[0], results[1])
