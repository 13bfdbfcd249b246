"""MLPRegressor: numbers, one or several a sample; or counts."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from conspect.estimators.base import BaseMLP, Floats


class MLPRegressor(RegressorMixin, BaseMLP):  # type: ignore[misc]
    """A multi-layer perceptron that answers numbers.

    Parameters, attributes, warnings and errors are those of scikit-learn's class of this name. Ours
    are `engine` (auto, reference, buffered, compiled, jax), `progress` (a bar on stderr), the
    attribute `network_` and the method `explain`. `loss` is `squared_error`, the half squared
    error, or `poisson`, half the Poisson deviance with an exponential at the end.

    Attributes:
        coefs_, intercepts_: weights (inputs, units) and biases, a pair a layer.
        loss_, best_loss_, loss_curve_: the loss of the last epoch, the least, of every epoch.
        validation_scores_, best_validation_score_: R², where stopping is early.
        n_iter_, t_: epochs and samples seen.

    >>> reg = MLPRegressor(hidden_layer_sizes=(4,), solver="lbfgs", random_state=0)
    >>> reg = reg.fit([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0])
    >>> reg.predict([[1.5]]).round(1).tolist()
    [4.0]
    """

    _parameter_constraints: dict[str, list[Any]] = {
        **BaseMLP._parameter_constraints,
        "loss": [StrOptions({"squared_error", "poisson"})],
    }

    def __init__(
        self,
        loss: str = "squared_error",
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: Any = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: Any = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        engine: str = "auto",
        progress: bool = False,
    ) -> None:
        super().__init__(
            hidden_layer_sizes,
            activation,
            solver=solver,
            alpha=alpha,
            batch_size=batch_size,
            learning_rate=learning_rate,
            learning_rate_init=learning_rate_init,
            power_t=power_t,
            max_iter=max_iter,
            shuffle=shuffle,
            random_state=random_state,
            tol=tol,
            verbose=verbose,
            warm_start=warm_start,
            momentum=momentum,
            nesterovs_momentum=nesterovs_momentum,
            early_stopping=early_stopping,
            validation_fraction=validation_fraction,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            n_iter_no_change=n_iter_no_change,
            max_fun=max_fun,
            engine=engine,
            progress=progress,
        )
        self.loss = loss

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MLPRegressor":
        """Train on samples X (samples, features), dense or sparse, and their targets y.

        Args:
            X: samples.
            y: a number each, or a row of numbers each.
            sample_weight: how much each sample counts.
        """
        self._fit(X, y, sample_weight, incremental=False)
        return self

    @available_if(BaseMLP._check_stochastic)  # type: ignore[untyped-decorator]
    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MLPRegressor":
        """Train for one epoch on these samples, from where training stands; as for `fit`."""
        self._fit(X, y, sample_weight, incremental=True)
        return self

    def predict(self, X: Any) -> Floats:
        """The answer to each sample; a row of them where there are several targets."""
        return self._decoded(self._outputs(self._validated_rows(X)))

    def _output_activation(self) -> str:
        return "exp" if self.loss == "poisson" else "identity"

    def _validated(self, X: Any, y: Any, *, incremental: bool, reset: bool) -> tuple[Any, Any]:
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse=["csr", "csc"],
            multi_output=True,
            y_numeric=True,
            dtype=(np.float64, np.float32),
            reset=reset,
        )
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if self.loss == "poisson" and (y < 0).any():
            raise ValueError("Some value(s) of y are out of the valid range of the loss 'poisson'.")
        return X, y

    def _targets(self, y: Any) -> npt.NDArray[np.float64]:
        return np.asarray(y, dtype=np.float64).reshape(-1, self.n_outputs_)

    def _decoded(self, outputs: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return outputs.ravel() if self.n_outputs_ == 1 else outputs

    def _score(self, y: Any, answers: Any, weights: Any) -> float:
        return float(r2_score(y, answers, sample_weight=weights))
