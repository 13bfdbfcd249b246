"""MLPClassifier: classes, two or more, or several labels at once."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import ClassifierMixin
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import column_or_1d
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import (
    _check_partial_fit_first_call,
    type_of_target,
    unique_labels,
)
from sklearn.utils.validation import validate_data

from conspect.errors import InputError
from conspect.estimators.base import BaseMLP, Floats
from conspect.language import _


class MLPClassifier(ClassifierMixin, BaseMLP):  # type: ignore[misc]
    """A multi-layer perceptron that tells classes apart.

    Parameters, attributes, warnings and errors are those of scikit-learn's class of this name. Ours
    are `engine` (auto, reference, buffered, compiled, jax), `progress` (a bar on stderr), the
    attribute `network_` and the method `explain`.

    Attributes:
        classes_: the class names, in the order of the probabilities.
        coefs_, intercepts_: weights (inputs, units) and biases, a pair a layer.
        loss_, best_loss_, loss_curve_: the loss of the last epoch, the least, of every epoch.
        validation_scores_, best_validation_score_: the accuracy, where stopping is early.
        n_iter_, t_: epochs and samples seen.

    >>> clf = MLPClassifier((4,), solver="lbfgs", random_state=0)
    >>> clf = clf.fit([[0.0], [1.0], [2.0], [3.0]], ["low", "low", "high", "high"])
    >>> clf.predict([[0.5], [2.5]]).tolist()
    ['low', 'high']
    >>> print(clf.explain([[0.5]], ["low"], show="z2", digits=3))  # doctest: +ELLIPSIS
    One step of training, epoch 1, batch 1
    ...
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MLPClassifier":
        """Train on samples X (samples, features), dense or sparse, and their classes y.

        Args:
            X: samples.
            y: a class each; or for several labels, a row of 0 and 1 each.
            sample_weight: how much each sample counts.
        """
        self._fit(X, y, sample_weight, incremental=False)
        return self

    @available_if(BaseMLP._check_stochastic)  # type: ignore[untyped-decorator]
    def partial_fit(
        self, X: Any, y: Any, sample_weight: Any = None, classes: Any = None
    ) -> "MLPClassifier":
        """Train for one epoch on these samples, from where training stands.

        Args:
            X, y, sample_weight: as for `fit`.
            classes: all classes there are; needed in the first call.
        """
        self._validate_params()
        if _check_partial_fit_first_call(self, classes):
            multilabel = type_of_target(y).startswith("multilabel")
            self._label_binarizer = LabelBinarizer().fit(y if multilabel else classes)
        self._fit(X, y, sample_weight, incremental=True)
        return self

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The class of each sample; a row of 0 and 1 where there are several labels."""
        return self._decoded(self._outputs(self._validated_rows(X)))

    def predict_proba(self, X: Any) -> Floats:
        """The probability of each class, one row a sample."""
        outputs = self._outputs(self._validated_rows(X))
        return np.hstack([1 - outputs, outputs]) if self.n_outputs_ == 1 else outputs

    def predict_log_proba(self, X: Any) -> Floats:
        """The logarithm of the probability of each class."""
        probabilities = self.predict_proba(X)
        logarithms: Floats = np.log(probabilities, out=probabilities)
        return logarithms

    def _output_activation(self) -> str:
        return "softmax" if self._label_binarizer.y_type_ == "multiclass" else "logistic"

    def _validated(self, X: Any, y: Any, *, incremental: bool, reset: bool) -> tuple[Any, Any]:
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse=["csr", "csc"],
            multi_output=True,
            dtype=(np.float64, np.float32),
            reset=reset,
        )
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if not hasattr(self, "classes_") or not (self.warm_start or incremental):
            self._label_binarizer = LabelBinarizer().fit(y)
            self.classes_ = self._label_binarizer.classes_
        else:
            self._check_classes(y)
        return X, self._label_binarizer.transform(y).astype(bool)

    def _check_classes(self, y: Any) -> None:
        classes = unique_labels(y)
        if self.warm_start and set(classes) != set(self.classes_):
            raise ValueError(
                "warm_start can only be used where `y` has the same classes as in the previous "
                f"call to fit. Previously got {self.classes_}, `y` has {classes}"
            )
        if len(np.setdiff1d(classes, self.classes_, assume_unique=True)):
            raise ValueError(
                f"`y` has classes not in `self.classes_`. `self.classes_` has {self.classes_}. "
                f"'y' has {classes}."
            )

    def _targets(self, y: Any) -> npt.NDArray[np.float64]:
        if not self._label_binarizer.y_type_.startswith("multilabel"):
            self._check_known(y)
        encoded: npt.NDArray[Any] = self._label_binarizer.transform(y)
        return encoded.astype(np.float64)

    def _check_known(self, y: Any) -> None:
        known = self.classes_.tolist()
        for each in np.ravel(y).tolist():
            if each not in known:
                raise InputError(
                    _("unknown class {name!r}").format(name=each),
                    _("choose one of: {names}").format(names=", ".join(map(str, known))),
                )

    def _decoded(self, outputs: npt.NDArray[Any]) -> npt.NDArray[Any]:
        outputs = outputs.ravel() if self.n_outputs_ == 1 else outputs
        classes: npt.NDArray[Any] = self._label_binarizer.inverse_transform(outputs)
        return classes

    def _score(self, y: Any, answers: Any, weights: Any) -> float:
        return float(accuracy_score(y, answers, sample_weight=weights))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
