"""Adam: a running mean of the gradient, measured by that of its square."""

from dataclasses import dataclass

from conspect import xp
from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Intermediate, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class Adam(Optimizer):
    """A step along the running mean of the gradient, measured by the root of that of its square.

    Args:
        learning_rate: about how far a parameter goes in one step.
        beta1: the share of the running mean of the gradient that stays.
        beta2: the share of the running mean of its square that stays.
        eps: added to the root, so that nothing is divided by 0.

    Source: D. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), algorithm 1.

    >>> made = Adam.forward(0.5, -2.0, 0.0, 0.0, 0, 0.1, 0.9, 0.999, 0.0)
    >>> [round(float(value), 6) for value in made]
    [1.0, -0.2, 0.004, -2.0, 4.0, 0.6]
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
        "m_hat": Intermediate("..."),
        "v_hat": Intermediate("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_t      = t + 1                                           # the steps are counted
        new_m[...] = beta1 * m[...] + (1 - beta1) * dp[...]          # the running mean of the gradient
        new_v[...] = beta2 * v[...] + (1 - beta2) * dp[...] ** 2     # the running mean of its square
        m_hat[...] = new_m[...] / (1 - beta1 ** new_t)               # both began at 0: that is made good
        v_hat[...] = new_v[...] / (1 - beta2 ** new_t)               # likewise
        new_p[...] = p[...] - learning_rate * m_hat[...] / (sqrt(v_hat[...]) + eps)  # a step of about the learning rate, shorter where the gradient is unsure
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
    ) -> tuple[Array, Array, Array, Array, Array, Array]:
        new_t = t + 1
        new_m = beta1 * m + (1 - beta1) * dp
        new_v = beta2 * v + (1 - beta2) * (dp * dp)
        m_hat = new_m / (1 - beta1**new_t)
        v_hat = new_v / (1 - beta2**new_t)
        new_p = p - learning_rate * m_hat / (xp.sqrt(v_hat) + eps)
        return new_t, new_m, new_v, m_hat, v_hat, new_p
