"""A bar on stderr while a network trains: epochs, loss, rate, time left."""

from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from conspect.language import _


class EpochBar:
    """Inside this context a bar stands on stderr, if that is a terminal.

    Args:
        epochs: how many there will be.
        wanted: whether anyone wants to see it.
        no_color: whether colour is unwanted.
    """

    def __init__(self, epochs: int, *, wanted: bool = True, no_color: bool = False) -> None:
        console = Console(stderr=True, no_color=no_color or None)
        self._bar = Progress(
            TextColumn(_("epoch")),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not (wanted and console.is_terminal),
        )
        self._task = self._bar.add_task("", total=epochs, told="")

    def __enter__(self) -> "EpochBar":
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def tell(self, epoch: int, record: Mapping[str, float]) -> None:
        """Show where training stands: the epoch, and numbers by name."""
        told = "  ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in record.items())
        self._bar.update(self._task, completed=epoch, told=told)

    def say(self, text: str) -> None:
        """A line of its own above the bar."""
        self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)
