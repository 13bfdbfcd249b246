"""What `train` tells while it trains and when it is done: to people, or to programs."""

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from conspect.cli.options import Common
from conspect.cli.output import needs_ascii, write
from conspect.language import _, plural

if TYPE_CHECKING:
    from conspect.training.loop import Progress


class Report(Protocol):
    """Whom the training is told to."""

    def __enter__(self) -> "Report": ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def epoch(self, progress: "Progress") -> None:
        """Tell what an epoch came to."""
        ...

    def end(self, outcome: Mapping[str, Any], history: Sequence[Mapping[str, float]]) -> None:
        """Tell what training came to."""
        ...


def report(common: Common, epochs: int, *, apart: bool) -> Report:
    """The report that the options ask for.

    Args:
        common: the common options.
        epochs: how many there will be.
        apart: whether stdout is taken by the model, so that the summary goes to stderr.
    """
    return JsonReport() if common.as_json else TextReport(common, epochs, apart=apart)


class JsonReport:
    """An object a line on stdout."""

    def __enter__(self) -> "JsonReport":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def epoch(self, progress: "Progress") -> None:
        """A line for the epoch."""
        told = {"event": "epoch", "epoch": progress.epoch, **progress.record}
        self.line({**told, "seconds": progress.seconds, "remarks": list(progress.remarks)})

    def end(self, outcome: Mapping[str, Any], history: Sequence[Mapping[str, float]]) -> None:
        """The last line."""
        self.line({"event": "end", **outcome})

    def line(self, told: Mapping[str, Any]) -> None:
        import msgspec

        write("-", msgspec.json.encode(_plain(told)).decode() + "\n")
        sys.stdout.flush()


def _plain(value: Any) -> Any:
    """The value with numbers that JSON does not have as strings."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, float) and value - value != 0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return value


class TextReport:
    """A bar on stderr while it lasts, where that is a terminal; a summary at the end."""

    def __init__(self, common: Common, epochs: int, *, apart: bool) -> None:
        from conspect.training.bar import EpochBar

        self.common, self.apart = common, apart
        self.bar = EpochBar(epochs, wanted=not common.quiet, no_color=common.no_color)
        self.said: set[str] = set()

    def __enter__(self) -> "TextReport":
        self.bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.bar.__exit__(kind, error, traceback)

    def epoch(self, progress: "Progress") -> None:
        """The bar moves; a remark is made once."""
        self.bar.tell(progress.epoch, progress.record)
        for remark in progress.remarks:
            if remark not in self.said and not self.common.quiet:
                self.said.add(remark)
                self.bar.say(_("epoch {number}:").format(number=progress.epoch) + f" {remark}")

    def end(self, outcome: Mapping[str, Any], history: Sequence[Mapping[str, float]]) -> None:
        """The summary: the loss as a curve, and the scores."""
        if self.common.quiet:
            return
        self.bar.__exit__(None, None, None)
        text = "\n".join(summary(outcome, history, self.common.digits)) + "\n"
        if self.apart:
            print(text, end="", file=sys.stderr)
        else:
            write("-", text)


def summary(
    outcome: Mapping[str, Any], history: Sequence[Mapping[str, float]], digits: int
) -> list[str]:
    """The lines that say what training came to."""
    from conspect.render.curve import curve

    ascii_only = needs_ascii()
    lines: list[str] = []
    for key, title in (("loss", _("loss")), ("validation_loss", _("validation loss"))):
        values = [record[key] for record in history if key in record]
        if len(values) > 1:
            lines += [
                _("{title}, epoch 1 to {count}:").format(title=title, count=len(values)),
                *curve(values, ascii_only=ascii_only),
                "",
            ]
    lines.append(
        plural(
            "{count} epoch with the engine {engine}; "
            "mean loss in it, each batch before its step: {loss:.{digits}g}",
            "{count} epochs with the engine {engine}; "
            "mean loss in the last, each batch before its step: {loss:.{digits}g}",
            outcome["epochs"],
        ).format(
            count=outcome["epochs"],
            engine=outcome["engine"],
            loss=float(outcome["loss"]),
            digits=digits,
        )
    )
    lines.append(_("The network that came out of it:"))
    scores = {
        "loss": _("loss"),
        "accuracy": _("accuracy"),
        "r2": "R²" if not ascii_only else "R2",
        "validation_loss": _("validation loss"),
        "validation_accuracy": _("validation accuracy"),
        "validation_r2": _("validation {score}").format(score="R²" if not ascii_only else "R2"),
    }
    lines += [f"{scores[key]}: {value:.{digits}g}" for key, value in outcome["scores"].items()]
    if outcome["ended"]:
        lines.append(outcome["ended"])
    if outcome["model"]:
        lines.append(_("The model is in {path}.").format(path=outcome["model"]))
    return lines
