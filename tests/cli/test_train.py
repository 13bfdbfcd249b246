"""train, predict, and explain with a trained model, as they are used."""

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conspect.cli.main import _run
from conspect.files import load as load_network
from conspect.models import load, storage
from conspect.training import Settings, checkpoints, fit

NETWORK = """
[network]
inputs = {inputs}
loss = "cross_entropy"
[[layers]]
type = "dense"
units = 8
activation = "tanh"
[[layers]]
type = "dense"
units = {classes}
activation = "softmax"
[training]
optimizer = "adam"
learning_rate = 0.02
{more}
"""


def network(folder: Path, inputs: int = 4, classes: int = 3, more: str = "") -> str:
    file = folder / "network.toml"
    file.write_text(NETWORK.format(inputs=inputs, classes=classes, more=more))
    return str(file)


def parameters(model: str | Path) -> dict[str, Any]:
    return {name: value.tolist() for name, value in load(model).network.parameters.items()}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_iris_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = str(tmp_path / "iris.conspect")
    told = ["train", network(tmp_path), "--data", "iris", "--validation", "0.2", "-o", model]
    assert _run(told) == 0
    assert "validation accuracy" in capsys.readouterr().out
    assert _run(["predict", model, "--data", "iris", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["classes"] == ["setosa", "versicolor", "virginica"]
    assert answer["predictions"][:2] == ["setosa", "setosa"]
    assert answer["scores"]["accuracy"] > 0.95
    assert _run(["predict", model, "--data", "iris"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 150
    assert rows[0]["species"] == "setosa"
    assert float(rows[0]["P(setosa)"]) > 0.5
    assert _run(["explain", model, "--data", "iris", "--row", "3", "--json"]) == 0
    step = json.loads(capsys.readouterr().out)
    assert step["arrays"]["x"] == [[4.7, 3.2, 1.3, 0.2]]
    assert step["arrays"]["W1"] == parameters(model)["W1"]


def test_json_is_a_line_an_epoch_and_a_last_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["train", network(tmp_path), "--data", "iris", "--validation", "0.2", "--epochs", "3"]
    assert _run([*told, "-o", str(tmp_path / "m"), "--json"]) == 0
    *epochs, end = lines(capsys.readouterr().out)
    assert [line["epoch"] for line in epochs] == [1, 2, 3]
    assert {"loss", "rate", "validation_loss", "validation_accuracy"} <= epochs[0].keys()
    assert end["event"] == "end"
    assert {"loss", "accuracy", "validation_loss", "validation_accuracy"} == end["scores"].keys()


@pytest.mark.parametrize("engine", ["reference", "buffered"])
def test_a_resumed_training_ends_bit_identical(tmp_path: Path, engine: str) -> None:
    more = 'schedule = "cosine"\nperiod = 7\nl2 = 0.001\nclip_norm = 1.0'
    told = ["train", network(tmp_path, more=more), "--data", "iris", "--engine", engine, "-q"]
    whole, parts = str(tmp_path / "whole"), str(tmp_path / "parts")
    assert _run([*told, "--epochs", "7", "-o", whole]) == 0
    for epochs in ("2", "3", "7"):
        assert _run([*told, "--epochs", epochs, "-o", parts, "--resume"]) == 0
    assert parameters(whole) == parameters(parts)


def test_a_training_that_is_done_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["train", network(tmp_path), "--data", "iris", "-o", str(tmp_path / "m")]
    assert _run([*told, "--epochs", "3"]) == 0
    assert "trained for" not in capsys.readouterr().err
    assert _run([*told, "--epochs", "2", "--resume"]) == 0
    assert "has been trained for 3 epochs already: --epochs N" in capsys.readouterr().err


def test_a_resumed_training_goes_on_as_it_began(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(tmp_path / "m")
    told = ["train", network(tmp_path), "--data", "iris", "-o", model, "-q"]
    assert _run([*told, "--epochs", "2"]) == 0
    assert _run([*told, "--resume", "--batch-size", "7"]) == 2
    assert "began with batch_size 32" in capsys.readouterr().err
    other = network(tmp_path, more="beta1 = 0.8")
    assert _run(["train", other, "--data", "iris", "-o", model, "-q", "--resume"]) == 2
    assert "trained with another network file" in capsys.readouterr().err
    assert load(model).training is not None


def test_the_rows_of_the_network_file_are_trained_on_without_data(tmp_path: Path) -> None:
    rows = "[data]\ninputs = [[0, 0], [0, 1], [1, 0], [1, 1]]\ntargets = [0, 1, 1, 0]"
    model = str(tmp_path / "m")
    assert _run(["train", network(tmp_path, 2, 2, rows), "--epochs", "300", "-o", model, "-q"]) == 0
    answers = load(model).network.predict([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert answers.argmax(axis=1).tolist() == [0, 1, 1, 0]


def test_a_table_with_words_gaps_and_scaling(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "pets.csv"
    rows = "".join(
        f"{1000 * i},{'red' if i % 3 else 'blue'},{'cat' if i < 20 else 'dog'}\n" for i in range(40)
    )
    table.write_text("weight,colour,kind\n" + rows + ",red,dog\n")
    model = str(tmp_path / "m")
    told = ["train", network(tmp_path, 3, 2), "--data", str(table), "--target", "kind", "-o", model]
    assert _run(told) == 2
    assert f"{table}:42: column 'weight' has no value here" in capsys.readouterr().err
    assert _run([*told, "--missing", "fill", "--scale", "standard", "--json"]) == 0
    assert lines(capsys.readouterr().out)[-1]["scores"]["accuracy"] > 0.9
    later = tmp_path / "later.csv"
    later.write_text("colour,weight\nred,1000\nblue,\nred,39000\n")
    assert _run(["predict", model, "--data", str(later)]) == 0
    assert [row[0] for row in csv.reader(io.StringIO(capsys.readouterr().out))][::3] == [
        "kind",
        "dog",
    ]
    assert _run(["explain", model, "--data", str(table), "--row", "1", "--show", "z1[1,1]"]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--data", "none.csv", "--target", "y"], 4, "none.csv: cannot be read"),
        (["--data", "irs"], 2, "did you mean 'iris'"),
        (["--data", "moons"], 2, "the network reads 4"),
        (["--data", "iris", "--target", "kind"], 2, "no column 'kind'"),
        (["--data", "iris", "--validation", "1.5"], 2, "validation is 1.5"),
        (["--data", "iris", "--resume"], 2, "--resume goes on with the model that -o names"),
        (["--data", "iris", "-o", "none/m"], 4, "none/m: cannot be written"),
        ([], 2, "there is no data to train on"),
    ],
)
def test_what_is_wrong_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(["train", network(tmp_path), "-q", "--epochs", "1", *arguments]) == code
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert [file.name for file in tmp_path.iterdir()] == ["network.toml"]


def test_a_model_needs_rows_to_be_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(tmp_path / "m")
    assert (
        _run(["train", network(tmp_path), "--data", "iris", "--epochs", "1", "-o", model, "-q"])
        == 0
    )
    assert _run(["explain", model]) == 2
    assert "give --data FILE --row N" in capsys.readouterr().err
    assert _run(["explain", model, "--data", "iris", "--row", "151"]) == 2
    assert "there is no row 151; there are 150" in capsys.readouterr().err


def test_a_picture_of_the_training(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    told = ["train", network(tmp_path, 2, 3), "--data", "spirals", "--epochs", "2", "-q", "--plot"]
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")):
        picture = tmp_path / f"p{ending}"
        assert _run([*told, str(picture)]) == 0
        assert picture.read_bytes().startswith(start)
    assert _run([*told, str(tmp_path / "p.txt")]) == 2


def test_rows_and_classes_have_their_weight(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    rows = [(i / 10, "ab"[i % 3 > 1], 1 + i % 2) for i in range(30)]
    table.write_text("x,kind,w\n" + "".join(f"{x},{kind},{w}\n" for x, kind, w in rows))
    model = tmp_path / "m"
    told = ["train", network(tmp_path, 1, 2), "--data", str(table), "--target", "kind"]
    told += ["--epochs", "3", "--no-shuffle", "-q", "-o", str(model)]
    settings = Settings(epochs=3, batch_size=32)
    x, y = [[x] for x, _, _ in rows], [int(kind == "b") for _, kind, _ in rows]
    weights = [w * (2.5 if kind == "b" else 1) for _, kind, w in rows]
    wanted = fit(load_network(tmp_path / "network.toml"), x, y, settings, weights=weights).result()
    assert _run([*told, "--weights", "w", "--class-weight", "b=2.5"]) == 0
    for name, value in parameters(model).items():
        np.testing.assert_allclose(value, wanted.parameters[name], rtol=1e-12)
    assert _run([*told, "--ignore", "w", "--class-weight", "balanced"]) == 0
    assert parameters(model)["W1"] != wanted.parameters["W1"].tolist()
    for wrong, said in (
        (["--class-weight", "b"], "write balanced, or CLASS=WEIGHT"),
        (["--class-weight", "B=2"], "did you mean 'b'?"),
        (["--class-weight", "b=2", "--class-weight", "balanced"], "one or the other"),
        (["--class-weight", "b=-2"], "class_weights holds -2.0; write numbers from 0 on"),
        (["--weights", "kind"], "column 'kind' holds words"),
    ):
        assert _run([*told, "--ignore", "w", *wrong]) == 2
        assert said in capsys.readouterr().err


def test_weight_decay_goes_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = network(tmp_path, more="weight_decay = 0.1")
    assert _run(["train", file, "--data", "iris", "-q"]) == 2
    assert f"{file}:16: adam has no weight_decay; write l2, a" in capsys.readouterr().err


def test_what_a_file_holds_moves_no_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("x,kind\n1,a\n2,b\n3,\x1b[2Jc\n")
    told = ["train", network(tmp_path, 1, 2), "--data", str(table), "--target", "kind", "-q"]
    assert _run(told) == 2
    assert r"3 classes (\x1b[2Jc, a, b)" in capsys.readouterr().err


def test_a_training_goes_on_with_the_data_it_began_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["train", network(tmp_path), "--data", "iris", "-o", str(tmp_path / "m"), "-q"]
    assert _run([*told, "--epochs", "1"]) == 0
    assert _run([*told, "--epochs", "2", "--resume", "--scale", "range"]) == 2
    assert "this training began with other data; give the same" in capsys.readouterr().err


def test_a_trained_model_is_drawn_with_a_row_of_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, picture = str(tmp_path / "m"), tmp_path / "p.svg"
    assert (
        _run(["train", network(tmp_path), "--data", "iris", "--epochs", "1", "-o", model, "-q"])
        == 0
    )
    assert _run(["draw", model, "--data", "iris", "--row", "3", "-o", str(picture)]) == 0
    assert ">4.7<" in picture.read_text()
    assert _run(["draw", model, "--what", "bare", "-o", str(picture)]) == 0
    assert ">4.7<" not in picture.read_text()
    assert _run(["draw", model]) == 2
    assert "give --data FILE --row N" in capsys.readouterr().err
    page = tmp_path / "page.html"
    assert _run(["play", model, "--data", "iris", "--row", "3", "--no-open", "-o", str(page)]) == 0
    assert "4.7" in page.read_text()
    assert _run(["code", model]) == 2
    assert "this is a trained model, not a network file" in capsys.readouterr().err


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "conspect", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_with_a_checkpoint_that_goes_on(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    model = tmp_path / "m"
    told = ["train", network(tmp_path), "--data", "iris", "-o", str(model), "--engine", "buffered"]
    running = start(*told, "--epochs", "1000000")
    while not model.exists():
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(number)
    out, err = running.communicate()
    assert running.returncode == code
    assert out == ""
    assert err.count("\n") == 1
    assert f"saved in {model}; go on with: conspect train" in err
    assert err.rstrip().endswith("--resume")
    state = load(model).training
    assert state is not None
    # The same bits as a training that was never interrupted.
    ends = str(state.epoch + 2)
    whole = str(tmp_path / "whole")
    assert _run([*told, "-q", "--epochs", ends, "--resume"]) == 0
    assert _run([*told[:5], whole, *told[6:], "-q", "--epochs", ends]) == 0
    assert parameters(model) == parameters(whole)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["train", network(tmp_path), "--data", "iris", "--epochs", "1", "-q"]
    assert _run([*told, "-o", "/dev/full"]) == 4
    assert "/dev/full: cannot be written: No space left on device" in capsys.readouterr().err


def test_a_disk_that_fills_up_leaves_the_checkpoint_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = storage._write
    left = 3

    def filling(path: Path, pieces: Iterable[bytes]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            path.write_bytes(b"as much as there was room for")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written(path, pieces)

    model, whole = str(tmp_path / "m"), str(tmp_path / "whole")
    told = ["train", network(tmp_path), "--data", "iris", "--engine", "buffered", "-q", "-o"]
    with monkeypatch.context() as patch:
        patch.setattr(storage, "_write", filling)
        patch.setattr(checkpoints, "_PAUSE", 0.0)
        patch.setattr(checkpoints, "_SHARE", 0)
        assert _run([*told, model, "--epochs", "9"]) == 4
    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("the checkpoint of epoch 3 is whole: make room and go on with --resume")
    assert {path.name for path in tmp_path.iterdir()} == {"network.toml", "m", "m.previous"}
    assert _run([*told, model, "--epochs", "9", "--resume"]) == 0
    assert _run([*told, whole, "--epochs", "9"]) == 0
    assert parameters(model) == parameters(whole)


def test_predictions_of_a_model_that_saw_arrays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "[data]\ninputs = [[0, 0], [1, 1]]\ntargets = [0, 1]"
    model = str(tmp_path / "m")
    assert _run(["train", network(tmp_path, 2, 2, rows), "--epochs", "1", "-o", model, "-q"]) == 0
    table = tmp_path / "t.npz"
    np.savez(table, x=np.zeros((3, 2)))
    assert _run(["predict", model, "--data", str(table)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
