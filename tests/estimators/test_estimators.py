"""The estimators keep scikit-learn's habits, and give its numbers."""

import pickle
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn")

import sklearn.neural_network as theirs
from sklearn.base import clone
from sklearn.datasets import load_digits, load_iris, make_multilabel_classification
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from conspect import estimators as ours
from conspect.errors import InputError
from conspect.explain.document import Document

KINDS = ["MLPClassifier", "MLPRegressor"]
X, Y = load_iris(return_X_y=True)
X = StandardScaler().fit_transform(X)
TARGETS = {
    "classes": ("MLPClassifier", Y),
    "two classes": ("MLPClassifier", Y > 0),
    "numbers": ("MLPRegressor", X[:, 0] * X[:, 1]),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


# Its own reasons: no array API here, and no decision function in its class either.
SKIPS = {"check_array_api_input", "check_classifiers_multilabel_output_format_decision_function"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS)
def test_every_check_of_scikit_learn_passes(kind: str) -> None:
    results = check_estimator(getattr(ours, kind)(max_iter=100), on_skip=None)
    skipped = {result["check_name"] for result in results if result["status"] == "skipped"}
    assert skipped <= SKIPS
    assert {result["status"] for result in results} <= {"passed", "skipped"}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "options",
    [
        {"solver": "sgd"},
        {"solver": "sgd", "nesterovs_momentum": False},
        {"solver": "sgd", "momentum": 0, "batch_size": 30},
        {"solver": "sgd", "activation": "logistic", "alpha": 0.1},
        {"solver": "sgd", "activation": "tanh", "early_stopping": True},
        {"solver": "sgd", "activation": "identity", "shuffle": False},
        {"solver": "adam", "activation": "tanh"},
        # A smaller last batch.
        {"solver": "adam", "alpha": 0.1, "batch_size": 40},
    ],
    ids=str,
)
def test_the_coefficients_are_scikit_learns(target: str, options: dict[str, Any]) -> None:
    kind, y = TARGETS[target]
    told: dict[str, Any] = {
        "random_state": 3,
        "max_iter": 30,
        "hidden_layer_sizes": (7, 5),
        **options,
    }
    mine, known = (getattr(module, kind)(**told).fit(X, y) for module in (ours, theirs))
    for own, other in zip(
        mine.coefs_ + mine.intercepts_, known.coefs_ + known.intercepts_, strict=True
    ):
        np.testing.assert_allclose(own, other, rtol=0, atol=1e-12)
    for name in ("n_iter_", "t_", "n_layers_", "n_outputs_", "out_activation_"):
        assert getattr(mine, name) == getattr(known, name)
    np.testing.assert_allclose(mine.loss_curve_, known.loss_curve_, atol=1e-12)
    if mine.early_stopping:
        np.testing.assert_allclose(mine.validation_scores_, known.validation_scores_)


def test_sample_weights_and_partial_fit_are_scikit_learns() -> None:
    weights = np.linspace(0.5, 1.5, len(X))
    told: dict[str, Any] = {"solver": "sgd", "random_state": 1, "alpha": 0.0, "shuffle": False}
    mine, known = ours.MLPClassifier(**told), theirs.MLPClassifier(**told)
    for _ in range(5):
        for estimator in (mine, known):
            estimator.partial_fit(X, Y, sample_weight=weights, classes=[0, 1, 2])
    np.testing.assert_allclose(mine.coefs_[0], known.coefs_[0], atol=1e-12)


def test_an_adaptive_rate_drops_and_then_training_ends() -> None:
    told: dict[str, Any] = {
        "solver": "sgd",
        "learning_rate": "adaptive",
        "tol": 0.5,
        "max_iter": 3000,
    }
    found = ours.MLPClassifier(random_state=0, **told).fit(X, Y)
    assert found.n_iter_ < 3000
    assert found.network_.progress["drops"] >= 5


def test_an_inverse_scaling_rate_falls_with_the_samples() -> None:
    found = ours.MLPClassifier(
        solver="sgd", learning_rate="invscaling", max_iter=3, random_state=0
    ).fit(X, Y)
    schedule = found.network_.schedule
    assert schedule is not None
    assert found.network_.progress["e"] == 2
    assert schedule.hyperparameters() == {"rows": 150, "power": 0.5}


def test_counts_by_the_poisson_loss() -> None:
    generator = np.random.default_rng(0)
    x = np.linspace(0, 1, 200)[:, None]
    y = generator.poisson(np.exp(1 + 2 * x.ravel()))
    told: dict[str, Any] = {
        "loss": "poisson",
        "solver": "lbfgs",
        "random_state": 0,
        "hidden_layer_sizes": (3,),
    }
    mine, known = (module.MLPRegressor(**told).fit(x, y) for module in (ours, theirs))
    np.testing.assert_allclose(mine.loss_, known.loss_, rtol=1e-6)
    assert (mine.predict(x) > 0).all()
    with pytest.raises(ValueError, match="valid range of the loss 'poisson'"):
        mine.fit(x, y - 10)


@pytest.mark.parametrize("solver", ["lbfgs", "adam"])
def test_sparse_rows_give_what_dense_ones_give(solver: str) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    dense = ours.MLPClassifier((5,), solver=solver, random_state=0, max_iter=20).fit(X, Y)
    for make in (sparse.csr_matrix, sparse.csc_array):
        found = clone(dense).fit(make(X), Y)
        np.testing.assert_allclose(found.coefs_[0], dense.coefs_[0], atol=1e-12)
        np.testing.assert_array_equal(found.predict(make(X)), dense.predict(X))


def test_several_labels_at_once() -> None:
    x, y = make_multilabel_classification(n_samples=60, random_state=0)
    found = ours.MLPClassifier(solver="lbfgs", random_state=0, max_iter=100).fit(x, y)
    assert found.score(x, y) > 0.95
    assert found.predict_proba(x).shape == y.shape
    assert isinstance(found.explain(x[:2], y[:2], show="loss"), Document)


def test_a_class_to_explain_with_is_one_of_the_training() -> None:
    found = ours.MLPClassifier((2,), max_iter=2, random_state=0)
    for y in (["iris", "lily"], ["iris", "lily", "tulip"]):
        found.fit([[float(row)] for row in range(len(y))], y)
        known = ", ".join(y)
        with pytest.raises(InputError, match=f"unknown class 'rose'; choose one of: {known}"):
            found.explain([0.0], ["rose"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_pickle_goes_on_as_the_original(kind: str) -> None:
    y = Y if kind == "MLPClassifier" else X[:, 0]
    first = getattr(ours, kind)(hidden_layer_sizes=(4,), random_state=0, max_iter=5).fit(X, y)
    second = pickle.loads(pickle.dumps(first))
    for estimator in (first, second):
        estimator.partial_fit(X, y)
    np.testing.assert_array_equal(first.coefs_[0], second.coefs_[0])


def test_coefficients_that_are_set_are_used() -> None:
    found = ours.MLPClassifier((4,), random_state=0, max_iter=5).fit(X, Y)
    found.coefs_ = [np.zeros_like(coef) for coef in found.coefs_]
    found.intercepts_[1] = np.array([0.0, 5.0, 0.0])
    assert (found.predict(X) == 1).all()


def test_pipeline_and_grid_search() -> None:
    pipeline = make_pipeline(
        StandardScaler(), ours.MLPClassifier(solver="lbfgs", random_state=0, max_iter=50)
    )
    grid = {"mlpclassifier__hidden_layer_sizes": [(3,), (6,)]}
    assert GridSearchCV(pipeline, grid, cv=3).fit(*load_iris(return_X_y=True)).best_score_ > 0.9


def test_single_precision_stays_single() -> None:
    found = ours.MLPRegressor(hidden_layer_sizes=(4,), random_state=0, max_iter=3).fit(
        X.astype(np.float32), X[:, 0]
    )
    assert {values.dtype for values in found.coefs_ + found.intercepts_} == {np.dtype(np.float32)}
    assert found.predict(X.astype(np.float32)).dtype == np.float32


def test_the_explanation_is_of_the_trained_network() -> None:
    found = ours.MLPClassifier((4,), random_state=0, max_iter=5).fit(X, Y)
    trace = found.explain(X[:1], Y[:1]).trace
    np.testing.assert_array_equal(trace.arrays["W1"], found.coefs_[0])
    np.testing.assert_allclose(trace.arrays[trace.network.output], found.predict_proba(X[:1]))
    assert float(trace.state["t"]) == found.t_ / len(X)


def test_the_end_of_patience_is_a_warning_of_scikit_learns() -> None:
    with pytest.warns(ConvergenceWarning, match=r"Maximum iterations \(2\) reached"):
        ours.MLPClassifier(max_iter=2).fit(X, Y)
    with pytest.warns(ConvergenceWarning, match="lbfgs failed to converge"):
        ours.MLPClassifier(max_iter=2, solver="lbfgs").fit(X, Y)


def test_progress_stays_quiet_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours.MLPClassifier(max_iter=2, progress=True).fit(X, Y)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("engine", ["buffered", "compiled"])
def test_digits_are_told_apart_as_by_scikit_learn(engine: str) -> None:
    x, y = load_digits(return_X_y=True)
    parts = train_test_split(x / 16, y, test_size=0.3, random_state=0)
    told: dict[str, Any] = {"hidden_layer_sizes": (30,), "max_iter": 60, "random_state": 0}
    known = theirs.MLPClassifier(**told).fit(parts[0], parts[2])
    found = ours.MLPClassifier(**told, engine=engine).fit(parts[0], parts[2])
    # The same arithmetic but for the last digits, so the same answers.
    np.testing.assert_allclose(found.coefs_[0], known.coefs_[0], rtol=0, atol=1e-10)
    np.testing.assert_array_equal(found.predict(parts[1]), known.predict(parts[1]))
    assert found.score(parts[1], parts[3]) > 0.9
