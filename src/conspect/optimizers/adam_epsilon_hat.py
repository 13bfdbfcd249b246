"""Adam as scikit-learn and Keras order it: the corrections enter the rate, not the moments."""

from dataclasses import dataclass

from conspect import xp
from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class AdamEpsilonHat(Optimizer):
    """Adam, with one corrected rate in place of two corrected moments.

    It differs from Adam in what `eps` is measured against: the root of the running mean as it is,
    which is smaller in the first steps than the root of the corrected one. Estimators train with it,
    so that their numbers are scikit-learn's.

    Args:
        learning_rate: about how far a parameter goes in one step.
        beta1: the share of the running mean of the gradient that stays.
        beta2: the share of the running mean of its square that stays.
        eps: added to the root, so that nothing is divided by 0.

    Source: D. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), the last lines of
    section 2, where this `eps` is written ε̂.

    >>> made = AdamEpsilonHat.forward(0.5, -2.0, 0.0, 0.0, 0, 0.1, 0.9, 0.999, 0.0)
    >>> [round(float(value), 6) for value in made]
    [1.0, -0.2, 0.004, 0.6]
    """

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    symbols = {
        "p": Parameter("..."),
        "dp": Input("..."),
        "m": State("..."),
        "v": State("..."),
        "t": State(),
        "learning_rate": Hyperparameter(),
        "beta1": Hyperparameter(),
        "beta2": Hyperparameter(),
        "eps": Hyperparameter(),
        "new_t": Output(),
        "new_m": Output("..."),
        "new_v": Output("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_t      = t + 1                                           # the steps are counted
        new_m[...] = beta1 * m[...] + (1 - beta1) * dp[...]          # the running mean of the gradient
        new_v[...] = beta2 * v[...] + (1 - beta2) * dp[...] ** 2     # the running mean of its square
        new_p[...] = p[...] - learning_rate * sqrt(1 - beta2 ** new_t) / (1 - beta1 ** new_t) * new_m[...] / (sqrt(new_v[...]) + eps)  # a step of about the learning rate, which makes good that both began at 0
    """
    shares = ("beta1", "beta2")

    @staticmethod
    def forward(
        p: Array,
        dp: Array,
        m: Array,
        v: Array,
        t: Array,
        learning_rate: Array,
        beta1: Array,
        beta2: Array,
        eps: Array,
    ) -> tuple[Array, Array, Array, Array]:
        new_t = t + 1
        new_m = beta1 * m + (1 - beta1) * dp
        new_v = beta2 * v + (1 - beta2) * (dp * dp)
        corrected = learning_rate * (1 - beta2**new_t) ** 0.5 / (1 - beta1**new_t)
        new_p = p - corrected * new_m / (xp.sqrt(new_v) + eps)
        return new_t, new_m, new_v, new_p
