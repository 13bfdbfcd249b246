"""What both estimators have in common: scikit-learn's parameters, and training by them."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sklearn.base import is_classifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from conspect.estimators import blueprint
from conspect.estimators.parameters import Parameters
from conspect.estimators.rows import as_rows
from conspect.estimators.solvers import Epochs, search
from conspect.network import Network
from conspect.training.bar import EpochBar
from conspect.training.measure import answers

if TYPE_CHECKING:
    from conspect.explain.document import Document

Floats = npt.NDArray[np.floating[Any]]


class BaseMLP(Parameters):
    """A multi-layer perceptron; use `MLPClassifier` or `MLPRegressor`."""

    # None where the other kind of stopping is used.
    best_loss_: Any
    best_validation_score_: Any
    _network: Network

    @property
    def network_(self) -> Network:
        """The network with the present coefficients and the optimizer's state."""
        check_is_fitted(self)
        network: Network = self._network
        return network.replaced(blueprint.parameters(self), network.state)

    def explain(self, x: Any, y: Any, show: Any = None, *, digits: int = 6) -> "Document":
        """A step of training on these samples, worked through by hand.

        Args:
            x, y: samples and their targets, as for `fit`; one sample may come flat.
            show: names of arrays or elements (`W1[2,1]`); then just what leads to them.
            digits: the significant digits of a result.
        """
        check_is_fitted(self)
        x = validate_data(self, np.atleast_2d(x), reset=False)
        return self.network_.step(x, self._targets(np.atleast_1d(y))).explain(show, digits=digits)

    def _fit(self, X: Any, y: Any, sample_weight: Any, *, incremental: bool) -> None:
        self._validate_params()
        first = not hasattr(self, "coefs_") or not (self.warm_start or incremental)
        hidden = self._hidden_sizes()
        X, y = self._validated(X, y, incremental=incremental, reset=first)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X)
        y = y.reshape(-1, 1) if y.ndim == 1 else y
        self.n_outputs_ = y.shape[1]
        self._random_state = check_random_state(self.random_state)
        if first:
            self._initialize([X.shape[1], *hidden, self.n_outputs_], X.dtype)
        if self.solver == "lbfgs":
            self._fit_at_once(X, y, sample_weight)
        else:
            self._fit_by_batches(X, y, sample_weight, incremental=incremental)
        if not all(np.isfinite(values).all() for values in self.coefs_ + self.intercepts_):
            raise ValueError(
                "Solver produced non-finite parameter weights. The input data may contain large "
                "values and need to be preprocessed."
            )

    def _hidden_sizes(self) -> list[int]:
        sizes = self.hidden_layer_sizes
        sizes = list(sizes) if hasattr(sizes, "__iter__") else [sizes]
        if np.any(np.array(sizes) <= 0):
            raise ValueError(f"hidden_layer_sizes must be > 0, got {sizes}.")
        return [int(size) for size in sizes]

    def _initialize(self, sizes: list[int], dtype: Any) -> None:
        self.n_iter_ = self.t_ = self._idle = 0
        self.n_layers_ = len(sizes)
        self.out_activation_ = self._output_activation()
        self.coefs_, self.intercepts_ = blueprint.draw(
            sizes, self.activation, self._random_state, dtype
        )
        if self.solver == "lbfgs":
            return
        self.loss_curve_: list[float] = []
        self.best_loss_ = None if self.early_stopping else np.inf
        self.validation_scores_: list[float] | None = [] if self.early_stopping else None
        self.best_validation_score_ = -np.inf if self.early_stopping else None

    def _fit_at_once(self, X: Any, y: Any, weights: Any) -> None:
        x = X.toarray() if hasattr(X, "toarray") else X
        network = blueprint.build(self, len(y))
        weights = None if weights is None else weights.astype(x.dtype)
        found, self.loss_, self.n_iter_ = search(
            network,
            x,
            y.astype(x.dtype),
            weights,
            max_iter=self.max_iter,
            max_fun=self.max_fun,
            verbose=bool(self.verbose),
        )
        self._take(found)

    def _fit_by_batches(self, X: Any, y: Any, weights: Any, *, incremental: bool) -> None:
        if self.early_stopping and incremental:
            raise ValueError("partial_fit does not support early_stopping=True")
        held_out = None
        if self.early_stopping:
            X, y, weights, held_out = self._hold_out(X, y, weights)
        epochs = self._epochs(X, y, weights, incremental=incremental)
        best = self.coefs_, self.intercepts_
        self.n_iter_ = 0
        most = 1 if incremental else self.max_iter
        try:
            with EpochBar(most, wanted=self.progress) as bar:
                while self.n_iter_ < most:
                    improved = self._epoch(epochs, held_out)
                    bar.tell(self.n_iter_, {"loss": self.loss_})
                    if improved and held_out is not None:
                        best = self.coefs_, self.intercepts_
                    if self._idle > self.n_iter_no_change and self._settle(epochs):
                        break
                else:
                    if not incremental:
                        self._warn_of_the_limit()
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=4)
            self._take(epochs.network())
        if held_out is not None:
            self.coefs_, self.intercepts_ = best

    def _warn_of_the_limit(self) -> None:
        warnings.warn(
            f"Stochastic Optimizer: Maximum iterations ({self.max_iter}) reached and the "
            "optimization hasn't converged yet.",
            ConvergenceWarning,
            stacklevel=5,
        )

    def _hold_out(self, X: Any, y: Any, weights: Any) -> tuple[Any, Any, Any, tuple[Any, ...]]:
        """The rows to train on, and those to validate on."""
        stratify = y if is_classifier(self) and self.n_outputs_ == 1 else None
        given = [X, y] if weights is None else [X, y, weights]
        parts = train_test_split(
            *given,
            random_state=self._random_state,
            test_size=self.validation_fraction,
            stratify=stratify,
        )
        train, held = parts[::2], parts[1::2]
        if held[0].shape[0] < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' or the size of "
                "your dataset."
            )
        kept_weights = None if weights is None else train[2]
        held_weights = None if weights is None else held[2]
        return train[0], train[1], kept_weights, (held[0], self._decoded(held[1]), held_weights)

    def _epochs(self, X: Any, y: Any, weights: Any, *, incremental: bool) -> Epochs:
        rows = len(y)
        size = min(200, rows) if self.batch_size == "auto" else self.batch_size
        if size > rows:
            warnings.warn(
                "Got `batch_size` less than 1 or larger than sample size. It is going to be "
                "clipped",
                stacklevel=5,
            )
        size = min(int(size), rows)
        network = blueprint.build(self, rows)
        before = self._network if incremental and hasattr(self, "_network") else network
        network = network.replaced(network.parameters, before.state)
        if network.schedule is not None:
            network = network.at_progress({**before.progress, "e": self.t_ / rows})
        return Epochs(
            network,
            as_rows(X),
            y.astype(X.dtype),
            None if weights is None else weights.astype(X.dtype),
            batch_size=size,
            epochs=1 if incremental else self.max_iter,
            engine=self.engine,
        )

    def _epoch(self, epochs: Epochs, held_out: tuple[Any, ...] | None) -> bool:
        """Train for an epoch; whether it was the best so far."""
        self.loss_ = epochs.run(self._random_state if self.shuffle else None)
        self.n_iter_ += 1
        self.t_ += epochs.job.rows
        self.loss_curve_.append(self.loss_)
        self._take(epochs.network())
        if self.verbose:
            print(f"Iteration {self.n_iter_}, loss = {self.loss_:.8f}")
        improved = self._measure(held_out)
        if self._network.schedule is not None:
            progress = {**self._network.progress, "e": self.t_ / epochs.job.rows}
            epochs.engine.set_progress(progress)
        return improved

    def _measure(self, held_out: tuple[Any, ...] | None) -> bool:
        """Count the epochs that brought less than the tolerance; whether this is the best."""
        if held_out is None:
            self._idle = self._idle + 1 if self.loss_ > self.best_loss_ - self.tol else 0
            better = bool(self.loss_ < self.best_loss_)
            self.best_loss_ = self.loss_ if better else self.best_loss_
            return better
        assert self.validation_scores_ is not None
        score = self._validation_score(*held_out)
        self.validation_scores_.append(score)
        if self.verbose:
            print(f"Validation score: {score:f}")
        self._idle = self._idle + 1 if score < self.best_validation_score_ + self.tol else 0
        better = bool(score > self.best_validation_score_)
        self.best_validation_score_ = score if better else self.best_validation_score_
        return better

    def _settle(self, epochs: Epochs) -> bool:
        """Nothing improves any more: drop an adaptive rate, or stop."""
        what = "Validation score" if self.early_stopping else "Training loss"
        message = (
            f"{what} did not improve more than tol={self.tol:f} for {self.n_iter_no_change} "
            "consecutive epochs."
        )
        adaptive = self.solver == "sgd" and self.learning_rate == "adaptive"
        drops = self._network.progress["drops"] if adaptive else 0.0
        rate = self.learning_rate_init * 0.2**drops
        if not adaptive or rate <= 1e-6:
            self._say(message + " Stopping.")
            return True
        self._say(f"{message} Setting learning rate to {rate / 5:f}")
        progress = {**self._network.progress, "drops": drops + 1}
        self._network = self._network.at_progress(progress)
        epochs.engine.set_progress(progress)
        self._idle = 0
        return False

    def _say(self, message: str) -> None:
        if self.verbose:
            print(message)

    def _take(self, network: Network) -> None:
        """Take the coefficients of a network over."""
        self._network = network
        numbers = range(1, len(self.coefs_) + 1)
        self.coefs_ = [np.array(network.parameters[f"W{number}"]) for number in numbers]
        self.intercepts_ = [np.array(network.parameters[f"b{number}"]) for number in numbers]

    def _validation_score(self, X: Any, y: Any, weights: Any) -> float:
        outputs = self._outputs(X)
        if not np.isfinite(outputs).all():
            return float("nan")
        return float(self._score(y, self._decoded(outputs), weights))

    def _outputs(self, X: Any) -> Floats:
        """The network's outputs for validated rows, one row a sample."""
        return answers(self.network_, as_rows(X))

    def _validated_rows(self, X: Any) -> Any:
        check_is_fitted(self)
        return validate_data(
            self, X, accept_sparse=["csr", "csc"], dtype=(np.float64, np.float32), reset=False
        )

    def _check_stochastic(self) -> bool:
        if self.solver == "lbfgs":
            raise AttributeError(
                "partial_fit is only available for stochastic optimizers. "
                f"{self.solver} is not stochastic."
            )
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
