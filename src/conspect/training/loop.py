"""The training loop: epochs of batches, measured, remembered, stopped when it is time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.engines.engine import Engine, start
from conspect.engines.job import Job
from conspect.engines.reference import current_rate
from conspect.errors import InputError
from conspect.language import _
from conspect.network import Network
from conspect.training.batches import epoch_order
from conspect.training.full_batch import CONVERGED, STUCK, minimise
from conspect.training.measure import Scores, measure
from conspect.training.metrics import score_name
from conspect.training.prepared import Prepared, in_precision
from conspect.training.settings import Settings
from conspect.training.state import Record, TrainingState
from conspect.training.watch import remarks

# How long an engine works between two looks at `should_stop`, in seconds.
_BREATH = 0.2


@dataclass(frozen=True)
class Progress:
    """What is told after every epoch.

    Attributes:
        epoch: how many are done.
        record: what this one came to: `loss`, `rate`, `validation_loss`, `validation_accuracy` …
        remarks: what went wrong in it, in words: dead units, underflowing updates.
        seconds: since this run of the loop began; no part of the training's state.
        state: gives the whole state as it stands, to be saved.
    """

    epoch: int
    record: Record
    remarks: tuple[str, ...]
    seconds: float
    state: Callable[[], TrainingState]


def fit(
    network: Network,
    x: Any,
    y: Any,
    settings: Settings | None = None,
    *,
    engine: str = "auto",
    weights: Any = None,
    class_weights: Mapping[int, float] | str | None = None,
    validation_data: tuple[Any, Any] | None = None,
    resume: TrainingState | None = None,
    on_epoch: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainingState:
    """Train a network; the network itself stays as it is.

    Args:
        network: where to start from.
        x, y: inputs and targets, one row a sample; class numbers where the loss takes them.
        settings: how to train; those of the resumed training if there is one.
        engine: `reference`, `buffered`, `compiled`, `jax`, or `auto` for the one that is done
            first.
        weights: how much each sample counts in the loss; left out, all the same.
        class_weights: how much each class counts: by class number, or `balanced` for all classes
            alike; only where targets are classes.
        validation_data: inputs and targets to validate on, in place of a share of the rows.
        resume: go on from here; the same rows, weights and engine end bit-identically.
        on_epoch: called after every epoch.
        should_stop: asked every fraction of a second; once it says yes, the state is returned as it
            is then, in the middle of an epoch perhaps.

    Returns:
        The state at the end; `state.result()` is the trained network.

    Raises:
        DataError: the rows do not fit the network or each other.
        InputError: a setting makes no sense, or there is no such engine.

    >>> import conspect as cs
    >>> from conspect.training import Settings, fit
    >>> net = cs.Network([cs.Dense(1)], inputs=1, loss=cs.HalfSquaredError(),
    ...                  parameters={"W1": [[0.0]], "b1": [0.0]})
    >>> state = fit(net, [[0.0], [1.0]], [1.0, 3.0], Settings(epochs=400, batch_size=1))
    >>> state.result().parameters["W1"].round(3), state.epoch, state.ended
    (array([[2.]]), 400, '')
    """
    if settings is None:
        settings = Settings() if resume is None else resume.settings
    data = Prepared.of(network, x, y, settings, weights, class_weights, validation_data)
    return _Training(network, data, engine, resume).run(on_epoch, should_stop)


class _Training:
    """A training under way."""

    def __init__(
        self, network: Network, data: Prepared, engine: str, resume: TrainingState | None
    ) -> None:
        self.data, self.settings = data, data.settings
        if resume is None:
            resume = TrainingState(
                network=in_precision(network, self.settings.dtype),
                settings=self.settings,
                engine="",
                generator=np.random.default_rng(self.settings.seed).bit_generator.state,
            )
        elif engine == "auto":
            engine = resume.engine
        self.job = Job(
            network=resume.network,
            x=data.x,
            y=data.y,
            weights=data.weights,
            batch_size=min(self.settings.batch_size or len(data.x), len(data.x)),
            epochs=self.settings.epochs - resume.epoch,
        )
        if self.at_once:
            engine = self.checked_for_all_rows(engine)
        self.engine: Engine = start(engine, self.job)
        self.state = replace(
            resume,
            settings=self.settings,
            engine=self.engine.name,
            history=list(resume.history),
        )
        self.generator = np.random.default_rng()
        self.generator.bit_generator.state = resume.generator
        self.began = monotonic()
        self.stride = 1

    def run(
        self, on_epoch: Callable[[Progress], None] | None, should_stop: Callable[[], bool]
    ) -> TrainingState:
        if self.at_once:
            return self.search(on_epoch, should_stop)
        while not self.state.finished:
            order = epoch_order(self.generator, self.job.rows, shuffle=self.settings.shuffle)
            if not self.epoch(order, should_stop):
                break
            self.close_epoch(order, on_epoch)
            if should_stop():
                break
        return self.snapshot()

    @property
    def at_once(self) -> bool:
        """Whether the optimizer takes all rows at once."""
        return self.job.network.optimizer.full_batch

    def checked_for_all_rows(self, engine: str) -> str:
        """The engine that works on all rows at once; refuses what does not go with that."""
        kind = self.job.network.optimizer.kind()
        if self.job.batches() > 1:
            raise InputError(
                _("{kind} takes all {rows} rows at once, but batch_size is {size}").format(
                    kind=kind, rows=self.job.rows, size=self.job.batch_size
                ),
                _("leave batch_size out"),
                origin=("training", "batch_size"),
            )
        if engine not in ("auto", "reference"):
            raise InputError(
                _("{kind} does not run on the engine {engine}").format(kind=kind, engine=engine),
                _("leave it out"),
            )
        return "reference"

    def search(
        self, on_epoch: Callable[[Progress], None] | None, should_stop: Callable[[], bool]
    ) -> TrainingState:
        """Let the optimizer search by itself; each of its steps is an epoch."""
        order = np.arange(self.job.rows)

        def after_step(network: Network, loss: float) -> bool:
            self.engine = start("reference", replace(self.job, network=network))
            self.state.batch_losses = np.array([loss])
            self.close_epoch(order, on_epoch)
            return self.state.finished or should_stop()

        if self.state.finished:
            return self.snapshot()
        job = self.job
        found = minimise(
            job.network,
            job.x,
            job.y,
            job.weights,
            steps=job.epochs,
            on_step=after_step,
            should_stop=should_stop,
        )
        if found.status == CONVERGED:
            self.state.ended = _("It has converged: the loss no longer falls.")
        elif found.status == STUCK:
            self.state.ended = _("No lower loss was found along the last direction.")
        return self.snapshot()

    def snapshot(self) -> TrainingState:
        """The whole state as it stands; nothing in it changes any more."""
        return replace(self.state, network=self.engine.network(), history=list(self.state.history))

    def epoch(self, order: npt.NDArray[np.intp], should_stop: Callable[[], bool]) -> bool:
        """Train on the batches of this epoch that are not done yet; False if stopped before."""
        batches = self.job.batches()
        while self.state.batch < batches:
            first = self.state.batch
            last = min(first + self.stride, batches)
            before = monotonic()
            losses = self.engine.train(order, first, last)
            self.adapt_stride(monotonic() - before)
            self.state.batch_losses = np.concatenate([self.state.batch_losses, losses])
            if not np.isfinite(losses).all():
                return True
            if last < batches and should_stop():
                return False
        return True

    def adapt_stride(self, seconds: float) -> None:
        """As many batches in one go as fit between two looks at `should_stop`."""
        if seconds < _BREATH / 2:
            self.stride *= 2
        elif seconds > 2 * _BREATH:
            self.stride = max(self.stride // 2, 1)

    def close_epoch(
        self, order: npt.NDArray[np.intp], on_epoch: Callable[[Progress], None] | None
    ) -> None:
        """Measure, record, look out for trouble, make ready for the next epoch, and tell of it."""
        said = self.measured_epoch(order)
        if on_epoch is not None:
            record = dict(self.state.history[-1])
            seconds = monotonic() - self.began
            on_epoch(Progress(self.state.epoch, record, said, seconds, self.snapshot))

    def measured_epoch(self, order: npt.NDArray[np.intp]) -> tuple[str, ...]:
        """Record the epoch; what is to be said of it."""
        state = self.state
        network = self.engine.network()
        record: Record = {"loss": self.mean_loss(order)}
        if not self.at_once:
            record["rate"] = current_rate(network)
        if self.data.held_out is not None:
            record |= self.validation(measure(network, *self.data.held_out))
        state.history.append(record)
        state.epoch += 1
        state.batch_losses = np.zeros(0)
        state.generator = self.generator.bit_generator.state
        if not np.isfinite(record["loss"]):
            state.ended = _(
                "Training diverged in epoch {epoch}: the loss is {loss}. Try a smaller learning "
                "rate."
            ).format(epoch=state.epoch, loss=record["loss"])
            return (state.ended,)
        self.look_for_improvement(record, network)
        network = network.after_epoch(record.get("validation_loss", record["loss"]))
        self.engine.set_progress(network.progress)
        return remarks(network, self.job) if _is_power_of_two(state.epoch) else ()

    def mean_loss(self, order: npt.NDArray[np.intp]) -> float:
        """The loss over the epoch: of its batches, each by what it counts."""
        losses = self.state.batch_losses
        if self.job.network.loss.reduction == "sum":
            return float(losses.sum())
        weights = self.job.batch_weights(order)[: len(losses)]
        return float(weights @ losses / weights.sum())

    def validation(self, scores: Scores) -> Record:
        name = score_name(self.job.network.loss)
        return {"validation_loss": scores.loss, f"validation_{name}": scores.score}

    def look_for_improvement(self, record: Record, network: Network) -> None:
        """Early stopping: remember the best epoch; end if the last ones brought nothing."""
        state, settings = self.state, self.settings
        value = self.monitored(record)
        # A value that is not finite compares as no improvement.
        state.waited = 0 if value < state.best - settings.tolerance else state.waited + 1
        if value < state.best:
            state.best = value
            if settings.restore_best:
                state.best_parameters = {
                    name: np.array(values) for name, values in network.parameters.items()
                }
        if settings.patience is not None and state.waited >= settings.patience:
            state.ended = _("No improvement for {count} epochs.").format(count=settings.patience)

    def monitored(self, record: Record) -> float:
        """What has to go down."""
        monitor = self.settings.monitor
        if monitor == "auto":
            monitor = "validation_loss" if "validation_loss" in record else "loss"
        if monitor == "validation_score":
            score = f"validation_{score_name(self.job.network.loss)}"
            return -self.measured(record, score)
        return self.measured(record, monitor)

    def measured(self, record: Record, key: str) -> float:
        if key not in record:
            raise InputError(
                _("nothing is validated, so {key} cannot be monitored").format(key=key),
                _("set validation to a share"),
            )
        return record[key]


def _is_power_of_two(epoch: int) -> bool:
    """When the network is looked at for trouble: often at first, and never for long."""
    return epoch & (epoch - 1) == 0
