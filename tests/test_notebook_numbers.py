"""The figures of the notebook that conspect began with, to all the digits that are known."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from conspect.cli.main import group
from conspect.files import EXAMPLE


def _explained(network: Path) -> dict[str, object]:
    run = CliRunner().invoke(group, ["explain", str(network), "--json"], catch_exceptions=False)
    result: dict[str, object] = json.loads(run.stdout)
    return result


@pytest.fixture
def all_trained(tmp_path: Path) -> Path:
    path = tmp_path / "trained.toml"
    path.write_text(EXAMPLE.read_text().replace('trainable = ["weights"]\n', ""))
    return path


def _flat(values: object) -> list[float]:
    if isinstance(values, list):
        return [number for value in values for number in _flat(value)]
    assert isinstance(values, float)
    return [values]


def _is(values: object, *figures: str) -> None:
    """Each value is its figure to the last digit that the figure has."""
    for value, figure in zip(_flat(values), figures, strict=True):
        last_place = Decimal(1).scaleb(Decimal(figure).as_tuple().exponent)  # type: ignore[arg-type]
        assert abs(Decimal(value) - Decimal(figure)) < last_place


FIRST_LAYER = ("0.100064760471", "0.300034498179", "0.200097140707", "0.400051747268")


def test_forward() -> None:
    step = _explained(EXAMPLE)
    arrays = step["arrays"]
    assert isinstance(arrays, dict)
    _is(arrays["a1"], "0.85814894", "0.94267582")
    _is(arrays["a2"], "1.99467996")
    _is(step["loss"], "1.41514021e-05")
    assert step["output"] == "a2"


def test_a_step_with_fixed_biases() -> None:
    step = _explained(EXAMPLE)
    after = step["after"]
    assert isinstance(after, dict)
    _is(after["W1"], *FIRST_LAYER)
    _is(after["W2"], "0.500456538494", "0.600501507120")
    assert after["b1"] == [1.0, 1.0]
    assert after["b2"] == [1.0]
    _is(step["loss_after"], "9.779630998398e-06")


def test_a_step_with_trained_biases(all_trained: Path) -> None:
    step = _explained(all_trained)
    after = step["after"]
    assert isinstance(after, dict)
    _is(after["W1"], *FIRST_LAYER)
    _is(after["W2"], "0.500456538494", "0.600501507120")
    _is(after["b1"], "1.000032380236", "1.000017249089")
    _is(after["b2"], "1.000532003799")
    _is(step["loss_after"], "7.558466526880e-06")


PRINTOUT = """\
==============EPOCH: 0========================
weights1 =
 [[0.1 0.3]
 [0.2 0.4]]·

weights2 =
 [[0.5]
 [0.6]]·

hidden layer = [0.85814894 0.94267582]·

Output 0 = [1.99467996]
Error 0 = [1.41514021e-05]·

==============EPOCH: 1========================
weights1 =
 [[0.10006476 0.3000345 ]
 [0.20009714 0.40005175]]·

weights2 =
 [[0.50045654]
 [0.60050151]]·

hidden layer = [0.85820017 0.94268794]·

Output 1 = [1.99557741]
Error 1 = [9.779631e-06]·

""".replace("·", " ")  # the notebook's lines end in a blank


def test_bare_conspect_ends_with_the_notebooks_printout() -> None:
    run = CliRunner().invoke(group, [], catch_exceptions=False)
    assert run.stdout.endswith(PRINTOUT)
    assert "Try next" in run.stderr
