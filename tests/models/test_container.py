"""Model files: whole or refused in one line, whoever made them."""

import copy
import hashlib
import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.data import Preparation, prepare, read
from conspect.errors import ConspectError, FileAccessError, InputError
from conspect.models import Model, container, load, save
from conspect.models.model import unpacked
from conspect.training import Settings, fit


def small_model() -> Model:
    network = cs.Network(
        [cs.Dense(2), cs.ReLU(), cs.Dense(3), cs.Softmax()],
        4,
        cs.CrossEntropy(),
        cs.Adam(0.01),
        penalty=cs.L2(0.001),
        clipping=cs.Clipping(1.0),
        schedule=cs.Plateau(wait=1),
    )
    table = read("iris")
    preparation, table = prepare(table, network, scale="standard")
    x, y = preparation.input_rows(table, (4,)), preparation.target_rows(table)
    settings = Settings(epochs=2, batch_size=50, restore_best=True)
    training = fit(network, x, y, settings, engine="reference")
    return Model(training.result(), preparation, training)


@pytest.fixture(scope="module")
def model() -> Model:
    return small_model()


@pytest.fixture(scope="module")
def raw(model: Model, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("model") / "m.conspect"
    save(model, file)
    return file.read_bytes()


def test_what_is_saved_comes_back(model: Model, raw: bytes) -> None:
    back = unpacked(raw)
    assert back.network.steps == model.network.steps
    assert back.network.shapes == model.network.shapes
    assert back.network.trained == model.network.trained
    for part in ("loss", "optimizer", "penalty", "clipping", "schedule", "progress", "penalised"):
        assert getattr(back.network, part) == getattr(model.network, part)
    for name, value in model.network.parameters.items():
        np.testing.assert_array_equal(back.network.parameters[name], value)
    assert back.preparation == model.preparation
    assert back.training is not None
    assert model.training is not None
    assert back.training.history == model.training.history
    assert back.training.generator == model.training.generator


NETWORKS: dict[str, Callable[[], cs.Network]] = {
    "shared": lambda: cs.Network(
        [cs.Dense(3), cs.Sigmoid(), cs.Step(cs.Dense(3), {"W": "W1"}), cs.Tanh()],
        3,
        cs.SquaredError(reduction="sum"),
    ),
    "residual": lambda: cs.Network(
        [cs.Dense(3), cs.ReLU(), cs.Dense(3), cs.Step(cs.Add(), {"r": "a1"}), cs.LeakyReLU(0.2)],
        3,
        cs.Huber(delta=2.0),
    ),
    "named": lambda: cs.Network(
        [cs.Step(cs.Dense(2, bias=False), {"z": "h"}), cs.Dense(1), cs.Sigmoid()],
        3,
        cs.BinaryCrossEntropy(),
        fixed=["W1"],
    ),
    "linear": lambda: cs.Network([cs.Dense(2), cs.Linear()], 3, cs.MeanAbsoluteError()),
    "two activations": lambda: cs.Network(
        [cs.Dense(2), cs.Sigmoid(), cs.ELU(0.5), cs.Dense(2), cs.Softmax()], 3, cs.CrossEntropy()
    ),
}


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_structure_comes_back(kind: str, tmp_path: Path) -> None:
    network = NETWORKS[kind]()
    save(Model(network), tmp_path / "m")
    back = load(tmp_path / "m").network
    assert back.steps == network.steps
    assert back.output == network.output
    assert back.trained == network.trained
    x = np.random.default_rng(0).normal(size=(2, 3))
    np.testing.assert_array_equal(back.predict(x), network.predict(x))


def test_a_rule_of_ones_own_is_refused(tmp_path: Path) -> None:
    class Mine(cs.ReLU):
        pass

    with pytest.raises(InputError, match="Mine is a rule of your own"):
        save(Model(cs.Network([cs.Dense(1), Mine()], 1, cs.SquaredError())), tmp_path / "m")
    assert list(tmp_path.iterdir()) == []


def test_parameters_that_are_not_finite_come_back(tmp_path: Path) -> None:
    network = cs.Network([cs.Dense(1)], 1, cs.SquaredError())
    diverged = network.replaced({**network.parameters, "W1": np.array([[np.nan]])}, {})
    save(Model(diverged), tmp_path / "m")
    assert np.isnan(load(tmp_path / "m").network.parameters["W1"]).all()


def test_every_flip_of_a_bit_is_found(raw: bytes) -> None:
    for place in range(len(raw)):
        for bit in range(8):
            flipped = bytearray(raw)
            flipped[place] ^= 1 << bit
            with pytest.raises(InputError):
                unpacked(bytes(flipped))


def test_every_truncation_and_any_addition_is_found(raw: bytes) -> None:
    for length in range(len(raw)):
        with pytest.raises(InputError):
            unpacked(raw[:length])
    with pytest.raises(InputError, match="checksum"):
        unpacked(raw + b"\x00")


def test_a_newer_format_is_refused_in_one_line(raw: bytes, tmp_path: Path) -> None:
    newer = raw[:8] + struct.pack("<I", container.VERSION + 1) + raw[12:]
    (tmp_path / "m.conspect").write_bytes(newer)
    with pytest.raises(InputError, match=r"m\.conspect: .* newer than 1.*install a newer conspect"):
        load(tmp_path / "m.conspect")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError):
        load(tmp_path / "none")


def sealed(header: bytes, arrays: bytes, length: int | None = None) -> bytes:
    """A file with a right checksum around this header and these arrays."""
    rest = struct.pack("<Q", len(header) if length is None else length) + header + arrays
    return struct.pack("<8sIQ32s", b"conspect", 1, len(rest), hashlib.sha256(rest).digest()) + rest


def opened(raw: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a file as plain JSON, and the bytes of its arrays."""
    [length] = struct.unpack_from("<Q", raw, 52)
    return json.loads(raw[60 : 60 + length]), raw[60 + length :]


def test_hostile_headers_as_bytes(raw: bytes) -> None:
    header, arrays = opened(raw)
    text = json.dumps(header).encode()
    cases = [
        sealed(b"", arrays),
        sealed(b"[" * 100_000, b""),
        sealed(b'{"arrays":' + b"[" * 5000 + b"]" * 5000 + b',"content":{}}', b""),
        sealed(text, arrays, length=2**63),
        sealed(text, arrays, length=len(text) + len(arrays) + 1),
        sealed(text, arrays, length=len(text) - 1),
        sealed(text, arrays[:-1]),
        sealed(text, arrays + b"\x00"),
        sealed(b"\xff" + text, arrays),
        sealed(b"null", b""),
        sealed(b"{}", b""),
        sealed(text.replace(b'"<f8"', b'"|O"'), arrays),
        sealed(text.replace(b'"<f8"', b'"<f4"'), arrays),
    ]
    for case in cases:
        with pytest.raises(InputError) as caught:
            unpacked(case)
        assert "\n" not in str(caught.value)


EVIL: list[Any] = [
    None, True, -1, 0, 10**6, 10**30, 1e308, "", "x", "__import__", "../../etc/passwd", "int:x",
    [], [-1], [2**40, 2**40], {}, {"kind": "dense"}, [[]], "9" * 5000, "nan",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to every value inside a JSON value."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    if isinstance(value, list):
        for position, part in enumerate(value):
            yield from places(part, (*path, position))


def test_hostile_values_at_every_place_of_the_header(raw: bytes) -> None:
    """Each value of the header in turn becomes each evil one, is left out, or said twice."""
    header, arrays = opened(raw)
    refused = accepted = 0
    for path in places(header):
        if not path:
            continue
        for evil in [*EVIL, "left out"]:
            changed = copy.deepcopy(header)
            inside = changed
            for key in path[:-1]:
                inside = inside[key]
            if evil == "left out":
                del inside[path[-1]]
            else:
                inside[path[-1]] = evil
            told = complaint(sealed(json.dumps(changed).encode(), arrays))
            assert "\n" not in told
            refused, accepted = refused + bool(told), accepted + (not told)
    assert refused > 1000
    assert accepted < refused


def complaint(raw: bytes) -> str:
    """What is said about a file; nothing if it can be read and its network used."""
    try:
        model = unpacked(raw)
    except ConspectError as error:
        return str(error)
    inputs = model.network.shapes["x"]
    model.network.predict(np.zeros((1, *inputs)))
    return ""


def test_it_goes_through_standard_streams(
    raw: bytes, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    save(Model(cs.Network([cs.Dense(1)], 1, cs.SquaredError()), Preparation((), ())), "-")
    assert unpacked(capsysbinary.readouterr().out).preparation == Preparation((), ())
