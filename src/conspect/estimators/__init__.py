"""Networks with scikit-learn's parameters and habits, for its pipelines and searches.

>>> from conspect.estimators import MLPClassifier
>>> X, y = [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]], ["no", "no", "yes", "yes"]
>>> MLPClassifier((8,), solver="lbfgs", random_state=1).fit(X, y).predict([[0.0, 1.0]])
array(['yes'], dtype='<U3')
"""

from conspect.errors import MissingExtraError

try:
    import sklearn  # noqa: F401
except ImportError:
    raise MissingExtraError("scikit-learn", extra="sklearn") from None

from conspect.estimators.classifier import MLPClassifier as MLPClassifier
from conspect.estimators.regressor import MLPRegressor as MLPRegressor
