"""The page as a widget (anywidget): its state goes both ways between browser and Python."""

from typing import Any

import anywidget
import numpy as np
import traitlets

from conspect.network import Network
from conspect.page.begin import begun_with
from conspect.page.carried import network_of, state_of
from conspect.page.modules import script
from conspect.render.mimebundle import of_trace
from conspect.render.to_html import style_of_page
from conspect.rows import input_rows, target_rows
from conspect.training.settings import Settings


class Player(anywidget.AnyWidget):
    """A network that is played with in a notebook; `conspect.play` makes one.

    Attributes:
        network: as it is before the step that is shown; it can be assigned.
        x, y: all rows; they can be assigned, too.
        state: everything that the page shows, as JSON can hold it.
    """

    carried = traitlets.Dict().tag(sync=True)
    style_sheet = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        network: Network,
        x: Any,
        y: Any,
        settings: Settings | None = None,
        *,
        digits: int = 6,
    ) -> None:
        rows = input_rows(x, network.shapes["x"])
        [outputs] = network.shapes["y"]
        targets = target_rows(y, len(rows), outputs, network.loss)
        state = state_of(network, rows, targets, settings or Settings())
        super().__init__(
            carried=begun_with(state, digits), style_sheet=style_of_page("live.css"), state=state
        )

    @property
    def network(self) -> Network:
        """The network as the page shows it, before the step."""
        return network_of(self.state)

    @network.setter
    def network(self, network: Network) -> None:
        kept = {name: self.state[name] for name in ("x", "y", "training", "epoch", "batch")}
        settings = Settings(**self.state["training"])
        self.state = state_of(network, self.x, self.y, settings) | kept

    @property
    def x(self) -> Any:
        """The inputs, one row a sample."""
        return np.array(self.state["x"], dtype=np.float64)

    @property
    def y(self) -> Any:
        """The targets, one row a sample."""
        return np.array(self.state["y"], dtype=np.float64)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and the plain explanation for where no widget runs."""
        shown = super()._repr_mimebundle_(**options)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        plain = of_trace(self.network.step(self.x, self.y))
        return {**plain, **(data or {}), "text/plain": plain["text/plain"]}, metadata


Player._esm = script("view/widget.js")
