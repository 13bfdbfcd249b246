"""conspect: neural networks that show their work.

The public names are resolved on first use, so that importing conspect loads nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conspect.clipping import Clipping as Clipping
    from conspect.errors import ConspectError as ConspectError
    from conspect.files import load as load
    from conspect.gradients.checking import assert_gradients as assert_gradients
    from conspect.gradients.checking import check_gradients as check_gradients
    from conspect.layers import Layer as Layer
    from conspect.layers.add import Add as Add
    from conspect.layers.dense import Dense as Dense
    from conspect.layers.elu import ELU as ELU
    from conspect.layers.exp import Exp as Exp
    from conspect.layers.gelu import GELU as GELU
    from conspect.layers.leaky_relu import LeakyReLU as LeakyReLU
    from conspect.layers.linear import Linear as Linear
    from conspect.layers.relu import ReLU as ReLU
    from conspect.layers.sigmoid import Sigmoid as Sigmoid
    from conspect.layers.silu import SiLU as SiLU
    from conspect.layers.softmax import Softmax as Softmax
    from conspect.layers.softplus import Softplus as Softplus
    from conspect.layers.tanh import Tanh as Tanh
    from conspect.losses import Loss as Loss
    from conspect.losses.binary_cross_entropy import BinaryCrossEntropy as BinaryCrossEntropy
    from conspect.losses.cross_entropy import CrossEntropy as CrossEntropy
    from conspect.losses.half_squared_error import HalfSquaredError as HalfSquaredError
    from conspect.losses.huber import Huber as Huber
    from conspect.losses.mean_absolute_error import MeanAbsoluteError as MeanAbsoluteError
    from conspect.losses.mean_squared_error import MeanSquaredError as MeanSquaredError
    from conspect.losses.poisson import Poisson as Poisson
    from conspect.losses.squared_error import SquaredError as SquaredError
    from conspect.network import Network as Network
    from conspect.notebook import play as play
    from conspect.optimizers import Optimizer as Optimizer
    from conspect.optimizers.adagrad import Adagrad as Adagrad
    from conspect.optimizers.adam import Adam as Adam
    from conspect.optimizers.adam_epsilon_hat import AdamEpsilonHat as AdamEpsilonHat
    from conspect.optimizers.adamw import AdamW as AdamW
    from conspect.optimizers.lbfgs import LBFGS as LBFGS
    from conspect.optimizers.momentum import Momentum as Momentum
    from conspect.optimizers.nesterov import Nesterov as Nesterov
    from conspect.optimizers.rmsprop import RMSprop as RMSprop
    from conspect.optimizers.sgd import SGD as SGD
    from conspect.penalties.l2 import L2 as L2
    from conspect.penalties.l2_by_rows import L2ByRows as L2ByRows
    from conspect.render.drawn import Drawing as Drawing
    from conspect.render.drawn import draw as draw
    from conspect.render.drawn import film as film
    from conspect.schedules.cosine import Cosine as Cosine
    from conspect.schedules.exponential import Exponential as Exponential
    from conspect.schedules.inverse_scaling import InverseScaling as InverseScaling
    from conspect.schedules.plateau import Plateau as Plateau
    from conspect.schedules.step import StepDecay as StepDecay
    from conspect.schedules.warm_up import WarmUp as WarmUp
    from conspect.step import Step as Step
    from conspect.trace import Trace as Trace

__version__ = "0.1.0"

_MODULES = {
    "ConspectError": "errors",
    "load": "files",
    "assert_gradients": "gradients.checking",
    "check_gradients": "gradients.checking",
    "Layer": "layers",
    "Add": "layers.add",
    "Dense": "layers.dense",
    "ELU": "layers.elu",
    "Exp": "layers.exp",
    "GELU": "layers.gelu",
    "LeakyReLU": "layers.leaky_relu",
    "Linear": "layers.linear",
    "ReLU": "layers.relu",
    "Sigmoid": "layers.sigmoid",
    "SiLU": "layers.silu",
    "Softmax": "layers.softmax",
    "Softplus": "layers.softplus",
    "Tanh": "layers.tanh",
    "Loss": "losses",
    "BinaryCrossEntropy": "losses.binary_cross_entropy",
    "CrossEntropy": "losses.cross_entropy",
    "HalfSquaredError": "losses.half_squared_error",
    "Huber": "losses.huber",
    "MeanAbsoluteError": "losses.mean_absolute_error",
    "MeanSquaredError": "losses.mean_squared_error",
    "Poisson": "losses.poisson",
    "SquaredError": "losses.squared_error",
    "Network": "network",
    "Optimizer": "optimizers",
    "LBFGS": "optimizers.lbfgs",
    "Momentum": "optimizers.momentum",
    "Nesterov": "optimizers.nesterov",
    "RMSprop": "optimizers.rmsprop",
    "Adagrad": "optimizers.adagrad",
    "Adam": "optimizers.adam",
    "AdamEpsilonHat": "optimizers.adam_epsilon_hat",
    "AdamW": "optimizers.adamw",
    "SGD": "optimizers.sgd",
    "Clipping": "clipping",
    "L2": "penalties.l2",
    "L2ByRows": "penalties.l2_by_rows",
    "Cosine": "schedules.cosine",
    "Exponential": "schedules.exponential",
    "InverseScaling": "schedules.inverse_scaling",
    "Plateau": "schedules.plateau",
    "StepDecay": "schedules.step",
    "WarmUp": "schedules.warm_up",
    "play": "notebook",
    "Drawing": "render.drawn",
    "draw": "render.drawn",
    "film": "render.drawn",
    "Step": "step",
    "Trace": "trace",
}

__all__ = ["__version__", *_MODULES]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'conspect' has no attribute {name!r}")
    return getattr(import_module(f"conspect.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
