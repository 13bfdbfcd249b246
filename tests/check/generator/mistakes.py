"""Kinds of mistakes: what each needs of a network, and what it does to the lines of a step.

A kind is a function with the decorator `kind`. It changes the network so that the mistake fits,
makes the right step, spoils it, and returns it; or returns None if the mistake cannot be made here.
"""

import re
from collections.abc import Callable

import numpy as np

from tests.check.generator.network import Net, draw
from tests.check.generator.rules import (
    FORWARD,
    PENALTY,
    SLOPE,
    Step,
    back,
    layer_input,
    named,
    right_step,
    summed,
    weight_gradient,
)
from tests.check.generator.styles import write

Spoil = Callable[[Net, np.random.Generator], Step | None]

KINDS: dict[str, tuple[Spoil, tuple[str, ...]]] = {}


def kind(*causes: str) -> Callable[[Spoil], Spoil]:
    """Register a kind of mistake; any of the causes names it."""

    def register(spoil: Spoil) -> Spoil:
        KINDS[spoil.__name__] = (spoil, causes)
        return spoil

    return register


def wrong_program(name: str, seed: int) -> tuple[str, str] | None:
    """A program with this kind of mistake, and the same program without it.

    Returns:
        None if the network drawn from the seed has no room for it.
    """
    spoil, _causes = KINDS[name]
    net = draw(seed)
    step = spoil(net, np.random.default_rng([seed, 1]))
    if step is None:
        return None
    return write(net, step), write(net, right_step(net))


def right_program(seed: int) -> str:
    """A right program, some of them at the kinks of relu."""
    net = draw(seed)
    if seed % 4 == 0:
        net.kinks = True
    return write(net, right_step(net))


# What mistakes need.


def _layer(net: Net, rng: np.random.Generator) -> int:
    """Any layer."""
    return int(rng.integers(1, net.layers + 1))


def _hidden(net: Net, rng: np.random.Generator) -> int | None:
    """Any hidden layer."""
    return int(rng.integers(1, net.layers)) if net.layers > 1 else None


def _hidden_with(net: Net, rng: np.random.Generator, *activations: str) -> int | None:
    """A hidden layer, which gets one of these activations."""
    k = _hidden(net, rng)
    if k is not None:
        net.hidden[k - 1] = str(rng.choice(activations))
    return k


def _slope(net: Net, k: int, slope: str) -> str:
    """The line of dz for a hidden layer, with another slope; an empty one is left out."""
    mask = " * {mask}" if net.dropout and k == 1 else ""
    return f"{{da{k}}}{mask}" + (f" * {named(slope, k)}" if slope else "")


# Signs, factors, scales.


@kind("wrong_sign")
def sign_of_an_update(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers == 1:
        return None
    step = right_step(net)
    p = f"{rng.choice(['W', 'b'])}{_layer(net, rng)}"
    step.update[p] = re.sub(r"- lr|-= lr", lambda m: m[0].replace("-", "+"), step.update[p])
    return step


@kind("wrong_sign")
def sign_of_a_delta(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = f"-{step.backward[f'dz{k}']}"
    return step


@kind("wrong_sign")
def every_sign(net: Net, rng: np.random.Generator) -> Step | None:
    net.said = True
    step = right_step(net)
    for p, line in step.update.items():
        step.update[p] = re.sub(r"- lr|-= lr", lambda m: m[0].replace("-", "+"), line)
    return step


@kind("constant_factor", "batch_scale")
def factor_on_weights(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    step = right_step(net)
    gradient = weight_gradient(net, layer_input(net, k), f"{{dz{k}}}")
    factor = rng.choice([0.5, 2, 4, 0.1])
    step.backward[f"dW{k}"] = step.backward[f"dW{k}"].replace(gradient, f"{factor} * ({gradient})")
    return step


@kind("constant_factor", "batch_scale")
def factor_on_a_delta(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = f"{rng.choice([0.5, 2, 3])} * {step.backward[f'dz{k}']}"
    return step


@kind("batch_scale", "constant_factor")
def divided_by_the_batch_again(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    net.mean = True
    step = right_step(net)
    step.backward[f"dz{k}"] += f" / {net.samples}"
    return step


# Slopes.


@kind("missing_activation_derivative", "error_instead_of_delta")
def slope_missing(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "sigmoid", "tanh", "softplus", "elu")
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, "")
    return step


@kind("missing_activation_derivative", "loss_derivative")
def output_slope_missing(net: Net, rng: np.random.Generator) -> Step | None:
    net.output, net.loss, net.said = "tanh", "half_squared", True
    step = right_step(net)
    k = net.layers
    slope = f" * {named(SLOPE['tanh'], k)}"
    step.backward[f"dz{k}"] = step.backward[f"dz{k}"].replace(slope, "")
    return step


@kind("activation_derivative_at_wrong_point", "wrong_activation_derivative")
def slope_at_the_preactivation(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "sigmoid", "tanh")
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, SLOPE[net.activation(k)].replace("{a}", "{z}"))
    return step


@kind("activation_derivative_at_wrong_point", "wrong_activation_derivative")
def slope_at_the_activation(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "softplus", "sigmoid", "tanh")
    if k is None:
        return None
    at_z = {
        "softplus": "1 / (1 + np.exp(-{a}))",
        "sigmoid": "(1 / (1 + np.exp(-{a}))) * (1 - 1 / (1 + np.exp(-{a})))",
        "tanh": "(1 - np.tanh({a}) ** 2)",
    }
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, at_z[net.activation(k)])
    return step


@kind("wrong_activation_derivative", "activation_instead_of_derivative")
def slope_of_another_formula(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "sigmoid", "tanh", "leaky")
    if k is None:
        return None
    formulas = {
        "sigmoid": ["(1 - {a})", "(1 - {a} ** 2)", "{a} * (1 + {a})"],
        "tanh": ["(1 - {a})", "{a} * (1 - {a})", "(1 + {a} ** 2)"],
        "leaky": ["np.where({z} > 0, 1.0, 0.01)"],
    }
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, str(rng.choice(formulas[net.activation(k)])))
    return step


@kind("activation_instead_of_derivative", "wrong_activation_derivative")
def activation_for_slope(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "sigmoid", "tanh", "softplus")
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, "{a}")
    return step


@kind("relu_mask_wrong", "missing_activation_derivative", "activation_derivative_at_wrong_point")
def mask_that_is_always_one(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "relu")
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, str(rng.choice(["({a} >= 0)", ""])))
    return step


@kind("relu_mask_wrong", "wrong_activation_derivative")
def mask_turned_round(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "relu")
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, "({z} < 0)")
    return step


@kind("upstream_dropped")
def upstream_forgotten(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None or net.dropout:
        return None
    step = right_step(net)
    step.backward[f"dz{k}"] = f"1.0 * {named(SLOPE[net.activation(k)], k)}"
    return step


@kind("wrong_layer_activation", "activation_derivative_at_wrong_point")
def slope_of_another_layer(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers < 3:
        return None
    k = int(rng.integers(2, net.layers))
    net.sizes[k] = net.sizes[k - 1]
    net.hidden[k - 1] = net.hidden[k - 2] = str(rng.choice(["sigmoid", "tanh"]))
    step = right_step(net)
    step.backward[f"dz{k}"] = _slope(net, k, named(SLOPE[net.activation(k)], k - 1))
    return step


# Ways back.


@kind("error_instead_of_delta", "missing_activation_derivative")
def error_handed_back(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers < 3:
        return None
    k = int(rng.integers(2, net.layers))
    net.hidden[k - 1] = str(rng.choice(["sigmoid", "tanh"]))
    step = right_step(net)
    step.backward[f"da{k - 1}"] = back(net, f"{{da{k}}}", f"{{W{k}}}")
    return step


@kind("delta_skips_weights", "error_instead_of_delta")
def weights_skipped(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    net.sizes[k] = net.sizes[k + 1]
    step = right_step(net)
    step.backward[f"da{k}"] = f"1.0 * {{dz{k + 1}}}"
    return step


@kind("transposed")
def back_through_the_transpose(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    net.sizes[k] = net.sizes[k + 1]
    step = right_step(net)
    net.in_out = not net.in_out
    step.backward[f"da{k}"] = back(net, f"{{dz{k + 1}}}", f"{{W{k + 1}}}")
    net.in_out = not net.in_out
    return step


@kind("gradient_instead_of_weight")
def gradient_for_weight(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    step = right_step(net)
    step.backward[f"da{k}"] = back(net, f"{{dz{k + 1}}}", f"{{dW{k + 1}}}")
    return step


@kind("matmul_instead_of_elementwise")
def product_of_matrices(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden_with(net, rng, "sigmoid", "tanh", "leaky", "relu")
    if k is None or net.dropout:
        return None
    net.samples = net.sizes[k]
    step = right_step(net)
    step.backward[f"dz{k}"] = f"{{da{k}}} @ ({named(SLOPE[net.activation(k)], k)})"
    return step


@kind("updated_weights_used")
def weights_already_moved(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    step = right_step(net)
    place = step.order.index(f"da{k}")
    step.order.insert(place, f"update W{k + 1}")
    return step


@kind("dropout_mask_missing")
def mask_forgotten(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers < 2:
        return None
    net.dropout = True
    step = right_step(net)
    step.backward["dz1"] = step.backward["dz1"].replace(" * {mask}", "")
    return step


# Gradients of weights.


@kind("transposed")
def weights_transposed(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    net.sizes[k - 1] = net.sizes[k]
    step = right_step(net)
    right = weight_gradient(net, layer_input(net, k), f"{{dz{k}}}")
    wrong = weight_gradient(net, layer_input(net, k), f"{{dz{k}}}", transposed=True)
    step.backward[f"dW{k}"] = step.backward[f"dW{k}"].replace(right, wrong)
    return step


@kind("wrong_layer_activation")
def input_of_another_layer(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None or net.dropout:
        return None
    net.sizes[k] = net.sizes[k - 1]
    step = right_step(net)
    right = weight_gradient(net, f"{{a{k - 1}}}", f"{{dz{k}}}")
    wrong = weight_gradient(net, f"{{a{k}}}", f"{{dz{k}}}")
    step.backward[f"dW{k}"] = step.backward[f"dW{k}"].replace(right, wrong)
    return step


@kind("weight_instead_of_input")
def weight_for_input(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    if not net.in_out or not net.rows or net.penalty or net.dropout:
        return None
    net.samples = net.sizes[k - 1] = net.sizes[k]
    step = right_step(net)
    step.backward[f"dW{k}"] = f"{{W{k}}}.T @ {{dz{k}}}"
    return step


@kind("copied_gradient")
def weights_of_another_layer(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    net.sizes[k - 1] = net.sizes[k] = net.sizes[k + 1]
    step = right_step(net)
    step.update[f"W{k}"] = step.update[f"W{k}"].replace(f"{{dW{k}}}", f"{{dW{k + 1}}}")
    return step


# Biases.


@kind("copied_gradient")
def bias_of_another_layer(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    net.sizes[k] = net.sizes[k + 1]
    step = right_step(net)
    step.backward[f"db{k}"] = summed(net, f"{{dz{k + 1}}}")
    return step


@kind("bias_scale", "batch_scale", "constant_factor")
def bias_mean(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    step = right_step(net)
    step.backward[f"db{k}"] = summed(net, f"{{dz{k}}}", how="mean")
    return step


@kind("bias_sum_axis")
def bias_over_the_wrong_axis(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    net.samples = net.sizes[k]
    step = right_step(net)
    step.backward[f"db{k}"] = summed(net, f"{{dz{k}}}", wrong_axis=True)
    return step


@kind("bias_not_summed")
def bias_not_summed(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    net.optimizer = "sgd"
    step = right_step(net)
    step.backward[f"db{k}"] = f"1.0 * {{dz{k}}}"
    return step


@kind("bias_from_weight_gradient")
def bias_from_weights(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    if net.penalty:
        return None
    step = right_step(net)
    axis = int(not net.in_out)
    shape = "" if net.rows else ".reshape(-1, 1)"
    step.backward[f"db{k}"] = f"{{dW{k}}}.sum(axis={axis}){shape}"
    return step


# Losses.


@kind("softmax_derivative", "loss_derivative")
def softmax_slope_again(net: Net, rng: np.random.Generator) -> Step | None:
    _with_softmax(net)
    step = right_step(net)
    k = net.layers
    right = f"({{a{k}}} - {{y}})"
    step.backward[f"dz{k}"] = step.backward[f"dz{k}"].replace(
        right, f"{right} * {{a{k}}} * (1 - {{a{k}}})"
    )
    return step


@kind("forward_bug", "softmax_derivative")
def softmax_over_samples(net: Net, rng: np.random.Generator) -> Step | None:
    _with_softmax(net)
    step = right_step(net)
    k = net.layers
    axis = 0 if net.rows else 1
    step.forward[f"a{k}"] = f"{{e}} / {{e}}.sum(axis={axis}, keepdims=True)"
    return step


def _with_softmax(net: Net) -> None:
    net.output, net.loss, net.said = "softmax", "cross", True
    net.sizes[-1] = max(net.sizes[-1], 3)


@kind("loss_derivative", "wrong_sign")
def sign_inside_cross_entropy(net: Net, rng: np.random.Generator) -> Step | None:
    net.output, net.loss, net.said = "sigmoid", "binary", True
    step = right_step(net)
    k = net.layers
    wrong = f"(-{{y}} / {{a{k}}} - (1 - {{y}}) / (1 - {{a{k}}})) * {named(SLOPE['sigmoid'], k)}"
    right = f"({{a{k}}} - {{y}})"
    step.backward[f"dz{k}"] = step.backward[f"dz{k}"].replace(right, wrong)
    return step


@kind("loss_derivative", "matmul_instead_of_elementwise")
def error_squared(net: Net, rng: np.random.Generator) -> Step | None:
    net.output, net.loss, net.said = "linear", "half_squared", True
    step = right_step(net)
    k = net.layers
    right = f"({{a{k}}} - {{y}})"
    step.backward[f"dz{k}"] = step.backward[f"dz{k}"].replace(right, f"{right} ** 2")
    return step


# Penalties.


@kind("regularization_factor")
def penalty_doubled(net: Net, rng: np.random.Generator) -> Step | None:
    net.penalty = net.said = True
    step = right_step(net)
    for k in range(1, net.layers + 1):
        line = step.backward[f"dW{k}"]
        step.backward[f"dW{k}"] = line.replace(f"+ {PENALTY}", f"+ {2 * PENALTY}")
    return step


@kind("regularization_sign")
def penalty_turned_round(net: Net, rng: np.random.Generator) -> Step | None:
    net.penalty = net.said = True
    step = right_step(net)
    for k in range(1, net.layers + 1):
        line = step.backward[f"dW{k}"]
        step.backward[f"dW{k}"] = line.replace(f"+ {PENALTY}", f"- {PENALTY}")
    return step


# Updates.


@kind("parameter_never_updated")
def update_lost(net: Net, rng: np.random.Generator) -> Step | None:
    net.optimizer = "sgd"
    step = right_step(net)
    p = f"{rng.choice(['W', 'b'])}{_layer(net, rng)}"
    step.update[p] = str(rng.choice([step.update[p].split(" = ")[1], ""]))
    return step


@kind("gradient_accumulates")
def never_zeroed(net: Net, rng: np.random.Generator) -> Step | None:
    net.optimizer = "sgd"
    step = right_step(net)
    step.keeps = True
    return step


@kind("update_repeated", "updated_weights_used")
def updated_again_and_again(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers < 2:
        return None  # the same gradient again: a larger learning rate, and nothing else
    net.optimizer = "sgd"
    step = right_step(net)
    step.repeat = int(rng.integers(2, 5))
    return step


# Programs that do not do what they should.


@kind("forward_bug", "wrong_layer_activation", "activation_derivative_at_wrong_point")
def forward_reads_the_wrong_layer(net: Net, rng: np.random.Generator) -> Step | None:
    if net.layers < 3:
        return None
    k = int(rng.integers(2, net.layers))
    net.sizes[k] = net.sizes[k - 1]
    step = right_step(net)
    rule = FORWARD[net.activation(k)]
    step.forward[f"a{k}"] = named(rule, k - 1)
    return step


@kind("shape_error", "transposed")
def shapes_that_collide(net: Net, rng: np.random.Generator) -> Step | None:
    k = _hidden(net, rng)
    if k is None:
        return None
    step = right_step(net)
    net.in_out = not net.in_out
    step.backward[f"da{k}"] = back(net, f"{{dz{k + 1}}}", f"{{W{k + 1}}}")
    net.in_out = not net.in_out
    return step


@kind("name_error")
def misspelt(net: Net, rng: np.random.Generator) -> Step | None:
    k = _layer(net, rng)
    step = right_step(net)
    step.backward[f"db{k}"] = summed(net, f"delta{k}")
    return step


@kind("never_called")
def backward_not_called(net: Net, rng: np.random.Generator) -> Step | None:
    net.style = "class"
    step = right_step(net)
    step.calls = False
    return step
