"""What a page begins with: the step that a document explains, and all rows to go on with."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from conspect.errors import InputError
from conspect.explain.document import Document
from conspect.language import languages, speaking
from conspect.page.carried import State, carried, state_of
from conspect.page.sets import tables
from conspect.render.graph.paint import style_sheet
from conspect.training.batches import epochs
from conspect.training.settings import Settings

# So many parameters are about as much to carry as the page's script itself.
_MANY_PARAMETERS = 10_000

if TYPE_CHECKING:
    from conspect.files import Description


def beginning(
    document: Document, description: "Description | None" = None
) -> dict[str, Any] | None:
    """Everything that the page's script begins with, as JSON can hold it.

    Args:
        document: what the page explains.
        description: all rows and how they are trained on; left out, the document's own batch.

    Returns:
        None if no page can make the network's steps (see `state_of`), if the document
        answers claims about its step, which holds for this step alone, or if it shows a few names
        of a large network: all its parameters would be most of the page.
    """
    if document.answers or (document.show and _is_large(document)):
        return None
    trace = document.trace
    x, y, settings, batch = trace["x"], trace["y"], Settings(), 1
    if description is not None and description.x is not None and description.y is not None:
        order = _order(len(description.x), description.settings, trace.epoch)
        x, y = description.x[order], description.y[order]
        settings, batch = description.settings, trace.batch
    try:
        start = state_of(trace.network, x, y, settings, epoch=trace.epoch, batch=batch)
    except InputError:
        return None
    # The rows stand in the order of this epoch already.
    start["training"]["shuffle"] = False
    begun = begun_with(start, document.digits, document.show)
    if description is not None and not document.show:
        begun["origin"] = _origin(description, document.digits, start)
    return begun


def begun_with(start: State, digits: int, show: Sequence[str] = ()) -> dict[str, Any]:
    """The same for a state; `show` are the names asked for, none for the whole step."""
    return {
        **carried(start, digits),
        "show": list(show),
        "sets": tables(),
        "picture_style": style_sheet(),
    }


def _origin(description: "Description", digits: int, start: State) -> dict[str, Any]:
    """Where the rows come from, in every language; said as long as they are these rows."""
    from conspect.explain.origin import origin_nodes

    told = {}
    for code in languages():
        with speaking(code):
            nodes = list(origin_nodes(description, digits))
        told[code] = [{"type": type(node).__name__.lower(), **asdict(node)} for node in nodes]
    return {"x": start["x"], "told": told}


def _is_large(document: Document) -> bool:
    parameters = document.trace.network.parameters
    return sum(array.size for array in parameters.values()) > _MANY_PARAMETERS


def _order(rows: int, settings: Settings, epoch: int) -> Any:
    """The order of the rows in an epoch."""
    if not settings.shuffle:
        return np.arange(rows)
    orders = epochs(rows, settings)
    for _epoch in range(epoch):
        next(orders)
    return np.concatenate(next(orders))
