"""AdamW: Adam, and every parameter shrinks a little."""

from dataclasses import dataclass

from conspect import xp
from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Intermediate, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class AdamW(Optimizer):
    """Adam, with weight decay beside it: the parameter itself shrinks by a constant share each step.

    Args:
        learning_rate: about how far a parameter goes in one step.
        beta1: the share of the running mean of the gradient that stays.
        beta2: the share of the running mean of its square that stays.
        eps: added to the root, so that nothing is divided by 0.
        weight_decay: how much a parameter shrinks, times the learning rate.

    Source: I. Loshchilov, F. Hutter, Decoupled weight decay regularization (2019), algorithm 2.

    >>> made = AdamW.forward(0.5, -2.0, 0.0, 0.0, 0, 0.1, 0.9, 0.999, 0.0, 0.5)
    >>> [round(float(value), 6) for value in made]
    [1.0, -0.2, 0.004, -2.0, 4.0, 0.575]
    """

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    weight_decay: float = 0.01

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
        "weight_decay": Hyperparameter(),
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
        new_p[...] = p[...] * (1 - learning_rate * weight_decay) - learning_rate * m_hat[...] / (sqrt(v_hat[...]) + eps)  # the parameter shrinks a little and takes Adam's step
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
        weight_decay: Array,
    ) -> tuple[Array, Array, Array, Array, Array, Array]:
        new_t = t + 1
        new_m = beta1 * m + (1 - beta1) * dp
        new_v = beta2 * v + (1 - beta2) * (dp * dp)
        m_hat = new_m / (1 - beta1**new_t)
        v_hat = new_v / (1 - beta2**new_t)
        new_p = p * (1 - learning_rate * weight_decay) - learning_rate * m_hat / (
            xp.sqrt(v_hat) + eps
        )
        return new_t, new_m, new_v, m_hat, v_hat, new_p
