"""Checkpoints: the model with its whole training, saved while it trains."""

from collections.abc import Callable
from time import monotonic

from conspect.data.preparation import Preparation
from conspect.errors import FileAccessError
from conspect.language import _
from conspect.models.model import Model, save
from conspect.training.state import TrainingState

# Seconds between two checkpoints, at least; and how many times as long as one takes.
_PAUSE, _SHARE = 1.0, 20


class Checkpoints:
    """Saves a training now and then, so rarely that it costs less than a twentieth of the time.

    Args:
        path: of the model file; empty if nothing is to be kept.
        preparation: how its data became numbers.
    """

    def __init__(self, path: str, preparation: Preparation | None) -> None:
        self.path, self.preparation = path, preparation
        self.next_at = 0.0
        self.saved_epoch: int | None = None

    def offer(self, state: Callable[[], TrainingState]) -> None:
        """Save the state if it is time to.

        Raises:
            FileAccessError: it cannot be written; the checkpoint before is as it was.
        """
        # Standard output is written once, at the end.
        if self.path not in ("", "-") and monotonic() >= self.next_at:
            self.save(state())

    def save(self, state: TrainingState) -> None:
        """Save the state, whatever the time.

        Raises:
            FileAccessError: it cannot be written; the checkpoint before is as it was.
        """
        if not self.path:
            return
        began = monotonic()
        try:
            save(Model(state.result(), self.preparation, state), self.path)
        except FileAccessError as error:
            if self.saved_epoch is not None:
                error.mend = _(
                    "the checkpoint of epoch {epoch} is whole: make room and go on with --resume"
                ).format(epoch=self.saved_epoch)
            raise
        self.saved_epoch = state.epoch
        self.next_at = monotonic() + max(_PAUSE, _SHARE * (monotonic() - began))
