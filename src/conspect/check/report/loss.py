"""The usual losses by their names in the language in use."""

from conspect.language import _


def loss_name(family: str) -> str:
    """The name of a usual loss; any other expression as it is.

    >>> loss_name("np.mean((a - y) ** 2)")
    'np.mean((a - y) ** 2)'
    """
    names = {
        "squared error": _("squared error"),
        "cross-entropy": _("cross-entropy"),
        "binary cross-entropy": _("binary cross-entropy"),
        "absolute error": _("absolute error"),
        "logistic loss": _("logistic loss"),
        "hinge loss": _("hinge loss"),
        "squared hinge loss": _("squared hinge loss"),
        "perceptron loss": _("perceptron loss"),
    }
    return names.get(family, family)
