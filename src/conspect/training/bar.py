"""A bar on stderr while a network trains: epochs, loss, rate, time left."""

from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from conspect.language import _

# The width of the bar itself.
_BAR = 10
# What is told first, where there is no room for all.
_FIRST = (
    "loss",
    "rate",
    "validation_loss",
    "validation_accuracy",
    "validation_r2",
)


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
            BarColumn(_BAR),
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
        """Show where training stands: the epoch, and the numbers that there is room for."""
        counted = len(_("epoch")) + 2 * len(str(self._bar.tasks[0].total)) + len(" / ")
        room = self._bar.console.width - counted - _BAR - len("  0:00:00  ")
        told = ""
        for name in filter(record.__contains__, _FIRST):
            more = f"  {name.replace('_', ' ')} {record[name]:.4g}"
            if len(told + more) > room:
                break
            told += more
        self._bar.update(self._task, completed=epoch, told=told.strip())

    def say(self, text: str) -> None:
        """A line of its own above the bar."""
        self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)
