"""What Python makes of many steps of many networks: what the page's modules are held to.

python -m tests.page.golden        prints it as JSON
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

import conspect as cs
from conspect.engines import reference
from conspect.explain.document import (
    Figure,
    Line,
    Matrix,
    Node,
    Note,
    Picture,
    Rule,
    Section,
    Table,
    Text,
)
from conspect.language import speaking
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.network import Network
from conspect.optimizers import Optimizer
from conspect.page.carried import carried, state_of
from conspect.registry import find
from conspect.render.mathml import MathML
from conspect.render.page_parts import Lesson
from conspect.schedules import Schedule
from conspect.trace import Trace
from conspect.training.settings import Settings
from tests.random_networks import random_network

Floats = npt.NDArray[np.float64]
Case = tuple[str, Network, Floats, Floats]

# The cases whose lesson is compared whole; of the others it is what leads to a few numbers.
WHOLE = {"notebook", "relu, extreme", "overflow", "all at once", "random network 1"}

# The settings of the rules that have none by default.
_NEEDED = {"cosine": {"period": 3, "warmup": 2}}


def cases() -> Iterator[Case]:
    """Networks with every layer, loss, optimizer and schedule, each with a batch; odd sizes."""
    yield from _activations()
    yield from _losses()
    yield from _updates()
    for seed in range(12):
        net, x, y = random_network(seed)
        yield f"random network {seed}", net, x, y


def _activations() -> Iterator[Case]:
    generator = np.random.default_rng(1)
    for kind, layer in sorted(find("conspect.layers", Layer).items()):
        if kind in {"dense", "add"}:
            continue
        net = Network([cs.Dense(3), layer(), cs.Dense(2)], 2, cs.HalfSquaredError(), seed=3)
        yield kind, net, generator.normal(0, 1, (4, 2)), generator.normal(0, 1, (4, 2))
        # Far from 0, near 0, and 0 itself.
        x = np.array([[30.0, -40], [1e-9, -1e-7], [0, 0]])
        yield f"{kind}, extreme", net, x, generator.normal(0, 1, (3, 2))


def _losses() -> Iterator[Case]:
    generator = np.random.default_rng(2)
    for kind, loss in sorted(find("conspect.losses", Loss).items()):
        for reduction in ("mean", "sum"):
            ending = [find("conspect.layers", Layer)[loss.absorbs]()] if loss.absorbs else []
            layers = [cs.Dense(4, bias=False), cs.Tanh(), cs.Dense(3), *ending]
            net = Network(layers, 5, loss(reduction=reduction), seed=4)
            y = np.eye(3)[generator.integers(0, 3, 3)]
            yield f"{kind}, {reduction}", net, generator.normal(0, 2, (3, 5)), y


def _updates() -> Iterator[Case]:
    generator = np.random.default_rng(3)
    x, y = generator.normal(0, 1, (2, 3)), generator.normal(0, 1, (2, 2))

    def network(**options: Any) -> Network:
        return Network(
            [cs.Dense(3), cs.Tanh(), cs.Dense(2)], 3, cs.SquaredError(), seed=5, **options
        )

    for kind, optimizer in sorted(find("conspect.optimizers", Optimizer).items()):
        if optimizer.full_batch:
            continue
        yield kind, network(optimizer=optimizer()), x, y
    for kind, schedule in sorted(find("conspect.schedules", Schedule).items()):
        made = schedule(**_NEEDED.get(kind, {}))
        yield kind, network(optimizer=cs.Adam(0.1), schedule=made), x, y
    yield "l2", network(penalty=cs.L2(0.1)), x, y
    yield (
        "l2_by_rows",
        network(penalty=cs.L2ByRows(0.1)),
        x,
        y,
    )
    yield "clipping", network(clipping=cs.Clipping(0.5)), x, y
    yield "no clipping needed", network(clipping=cs.Clipping(5e3)), x, y
    everything = {"penalty": cs.L2(0.3), "clipping": cs.Clipping(0.5), "fixed": ["b1", "W2"]}
    yield "all at once", network(optimizer=cs.AdamW(), schedule=cs.WarmUp(3), **everything), x, y
    yield "nothing trained", network(fixed=["W1", "b1", "W2", "b2"]), x, y
    yield "nothing to penalise", network(penalty=cs.L2(0.1), fixed=["W1", "W2"]), x, y
    notebook = cs.load(cs.files.EXAMPLE)
    yield "notebook", notebook, np.array([[2.0, 3]]), np.array([[2.0]])
    diverged = network(parameters={"W1": np.full((3, 3), 1e200), "W2": np.full((3, 2), 1e200)})
    yield "overflow", diverged, x, y


def steps(network: Network, x: Floats, y: Floats, count: int) -> Iterator[Trace]:
    """So many steps on the same batch, each an epoch."""
    for epoch in range(count):
        step = reference.trace(network, x, y, epoch=epoch)
        yield step
        network = step.next.after_epoch(step.loss)


def golden() -> dict[str, Any]:
    """Everything, as JSON can hold it."""
    with speaking("en"):
        told = [_case(*case) for case in cases()]
    return {**carried({}, 6), "cases": told}


def _case(name: str, network: Network, x: Floats, y: Floats) -> dict[str, Any]:
    told = list(steps(network, x, y, 3))
    return {
        "name": name,
        "steps": [_step(step, x, y) for step in told],
        "document": _document(told[0] if name in WHOLE else told[1], whole=name in WHOLE),
    }


def _step(step: Trace, x: Floats, y: Floats) -> dict[str, Any]:
    progress = step.next.after_epoch(step.loss).progress
    return {
        "state": state_of(step.network, x, y, Settings(), epoch=step.epoch),
        "values": {key: _plain(value) for key, value in step.values().items()},
        "progress": {key: _plain(np.array(value)) for key, value in progress.items()},
    }


def _document(step: Trace, *, whole: bool) -> dict[str, Any]:
    """The lesson on a step: all of it, or what leads to a few numbers."""
    names = [name for name in step.values() if name.startswith(("d", "new_"))]
    show = [] if whole else [f"{names[0]}", f"{names[-1]}", "loss"]
    document = step.explain(show or None, digits=4 if whole else 6)
    notation = MathML(step.values(), Lesson(document).value_of)
    lines = json.loads(document.to_json())["lines"]
    for line, node in zip(lines, document.lines(), strict=True):
        line["formula_mathml"] = "".join(notation.chunks(node.formula))
        line["numbers_mathml"] = "<wbr>".join(notation.chunks(node.printed.numbers))
    return {
        "epoch": step.epoch,
        "digits": document.digits,
        "show": show,
        "title": document.title,
        "lines": lines,
        "told": [told for section in document.sections for told in _told(section, notation)],
    }


def _told(node: Node, notation: MathML) -> Iterator[list[Any]]:
    """The nodes of a document in reading order, each by what it says."""
    match node:
        case Section(kind, title, nodes):
            yield ["section", kind, title]
            for inner in nodes:
                yield from _told(inner, notation)
        case Text(text):
            yield ["text", text]
        case Note(text):
            yield ["note", text]
        case Rule(equation, reason):
            yield ["rule", notation.equation(equation), reason]
        case Line():
            yield ["line", notation.whole(node.element), notation.result(node.printed.result)]
        case Matrix(name, values, caption, rows, columns):
            yield ["matrix", name, values.tolist(), caption, rows, columns]
        case Table(header, table):
            yield ["table", list(header), [list(row) for row in table]]
        case Figure(name, _value, caption):
            yield ["figure", name, caption]
        case Picture():
            yield ["picture"]


def _plain(values: npt.NDArray[Any]) -> Any:
    if np.isfinite(values).all():
        return values.tolist()
    if values.ndim:
        return [_plain(row) for row in values]
    return "NaN" if np.isnan(values) else "Infinity" if values > 0 else "-Infinity"


if __name__ == "__main__":
    json.dump(golden(), sys.stdout)
