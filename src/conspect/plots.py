"""Pictures of a training: the loss, the boundary between classes, the first layer's weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import FileAccessError, InputError, MissingExtraError, reason
from conspect.language import _
from conspect.network import Network
from conspect.roles import Parameter

Floats = npt.NDArray[np.float64]

# Points a side of the grid on which a boundary is drawn.
_GRID = 200
# Of the classes; told apart by the colour-blind, too (M. Okabe, K. Ito, 2008).
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
# The most units whose weights are drawn.
_MOST_UNITS = 64


def plot(
    path: str,
    network: Network,
    history: Sequence[dict[str, float]],
    x: Floats,
    targets: npt.NDArray[Any],
    classes: Sequence[str] = (),
) -> None:
    """Draw a training into a file: PNG, SVG or PDF, as its name ends.

    Drawn are the losses; the boundary, if there are two inputs; the first layer's weights, if the
    inputs are an image.

    Args:
        path: of the file.
        network: as it was trained.
        history: a record for every epoch.
        x: the inputs, one row a sample.
        targets: the number of each sample's class, or its target.
        classes: the names of the classes, in their numbers' order.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InputError: there is no such kind of picture.
        FileAccessError: the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError("matplotlib", extra="plot") from None
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in ("png", "svg", "pdf"):
        raise InputError(
            _("cannot draw into {path!r}").format(path=path),
            _("let its name end in .png, .svg or .pdf"),
        )
    side = image_side(network.shapes["x"])
    panels: list[Any] = [lambda axes: _losses(axes, history)]
    if network.shapes["x"] == (2,):
        panels.append(lambda axes: _boundary(axes, network, x, targets, classes))
    if side:
        panels.append(lambda axes: _weights(axes, network, side))
    figure = Figure(figsize=(5 * len(panels), 4), layout="constrained")
    for axes, draw in zip(np.ravel(figure.subplots(1, len(panels))), panels, strict=True):
        draw(axes)
    try:
        figure.savefig(path, format=kind, metadata={"Date": None} if kind == "svg" else None)
    except OSError as error:
        raise FileAccessError(
            _("cannot be written: {reason}").format(reason=reason(error)), file=path
        ) from None


def image_side(shape: tuple[int, ...]) -> int:
    """The side of the square image that a sample is, in pixels; 0 if it is none.

    >>> image_side((64,)), image_side((1, 8, 8)), image_side((4,)), image_side((10,))
    (8, 8, 0, 0)
    """
    pixels = int(np.prod(shape))
    side = round(pixels**0.5)
    return side if side >= 4 and side * side == pixels else 0


def _losses(axes: Any, history: Sequence[dict[str, float]]) -> None:
    epochs = np.arange(1, len(history) + 1)
    for key, title in (("loss", _("training")), ("validation_loss", _("validation"))):
        if history and key in history[0]:
            axes.plot(epochs, [record[key] for record in history], label=title)
    axes.set(title=_("Loss"), xlabel=_("epoch"), ylabel=_("loss"))
    axes.xaxis.get_major_locator().set_params(integer=True)
    if history:
        axes.legend()


def _boundary(
    axes: Any,
    network: Network,
    x: Floats,
    targets: npt.NDArray[Any],
    classes: Sequence[str],
) -> None:
    low, high = x.min(axis=0), x.max(axis=0)
    margin = 0.1 * np.where(high > low, high - low, 1)
    across, up = (
        np.linspace(*ends, _GRID) for ends in zip(low - margin, high + margin, strict=True)
    )
    points = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    outputs = network.predict(points)
    if network.loss.tells_classes:
        _regions(axes, across, up, outputs, x, targets, classes)
    else:
        field = outputs[:, 0].reshape(_GRID, _GRID)
        axes.figure.colorbar(axes.contourf(across, up, field, levels=20), ax=axes)
        axes.scatter(*x.T, c=targets, s=12, edgecolors="black", linewidths=0.3)
    axes.set(title=_("What is answered where"), xlabel="x1", ylabel="x2")


def _regions(
    axes: Any,
    across: Floats,
    up: Floats,
    outputs: Floats,
    x: Floats,
    targets: npt.NDArray[Any],
    classes: Sequence[str],
) -> None:
    """The region of each class, and its samples, in one colour."""
    several = outputs.shape[1] > 1
    count = outputs.shape[1] if several else 2
    answers = outputs.argmax(axis=1) if several else outputs[:, 0] > 0.5
    names = classes or [str(number) for number in range(count)]
    colours = [_COLOURS[number % len(_COLOURS)] for number in range(count)]
    field = answers.reshape(_GRID, _GRID)
    axes.contourf(across, up, field, levels=np.arange(count + 1) - 0.5, colors=colours, alpha=0.3)
    for number, (name, colour) in enumerate(zip(names, colours, strict=True)):
        own = x[targets == number]
        axes.scatter(*own.T, color=colour, s=12, edgecolors="black", linewidths=0.3, label=name)
    if count <= len(_COLOURS):
        axes.legend()


def _weights(axes: Any, network: Network, side: int) -> None:
    first = next(step for step in network.steps if step.named(Parameter))
    weights = network.parameters[first.named(Parameter)[0]].T[:_MOST_UNITS]
    columns = int(np.ceil(len(weights) ** 0.5))
    rows = -(-len(weights) // columns)
    mosaic = np.full((rows * (side + 1) - 1, columns * (side + 1) - 1), np.nan)
    for unit, image in enumerate(weights.reshape(-1, side, side)):
        top, left = (side + 1) * (unit // columns), (side + 1) * (unit % columns)
        mosaic[top : top + side, left : left + side] = image
    limit = np.nanmax(np.abs(mosaic))
    axes.imshow(mosaic, cmap="RdBu", vmin=-limit, vmax=limit)
    axes.set(title=_("Weights of the first layer, an image a unit"))
    axes.axis("off")
