"""The right lines of one training step.

A line is text in which `{W1}`, `{z1}`, `{dW1}` stand for the program's names; the styles put them
in. `{a0}` is the input, `{y}` the target.
"""

from dataclasses import dataclass, field

from tests.check.generator.network import Net

FORWARD = {
    "linear": "{z}",
    "sigmoid": "1 / (1 + np.exp(-{z}))",
    "tanh": "np.tanh({z})",
    "relu": "np.maximum({z}, 0)",
    "leaky": "np.where({z} > 0, {z}, 0.1 * {z})",
    "softplus": "np.log1p(np.exp({z}))",
    "elu": "np.where({z} > 0, {z}, np.exp({z}) - 1)",
}
SLOPE = {
    "sigmoid": "{a} * (1 - {a})",
    "tanh": "(1 - {a} ** 2)",
    "relu": "({z} > 0)",
    "leaky": "np.where({z} > 0, 1.0, 0.1)",
    "softplus": "1 / (1 + np.exp(-{z}))",
    "elu": "np.where({z} > 0, 1.0, np.exp({z}))",
}
PENALTY = 0.02


@dataclass
class Step:
    """The lines of a step, in order; `backward` maps each name to what is assigned to it.

    Attributes:
        before: lines before the forward pass.
        update: for each parameter, the line that changes it.
        order: the names of `backward` in order; `update W2` stands for that update, made early.
        repeat: how often backward and update are made for one forward pass.
        keeps: gradients are added to what was there.
        calls: whether backward is called at all.
        setup: lines that make the optimizer's memory.
    """

    forward: dict[str, str]
    loss: str
    backward: dict[str, str]
    update: dict[str, str]
    before: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    repeat: int = 1
    keeps: bool = False
    calls: bool = True


def named(template: str, k: int) -> str:
    """A rule of an activation for layer k."""
    return template.replace("{z}", f"{{z{k}}}").replace("{a}", f"{{a{k}}}")


def product(net: Net, a: str, W: str) -> str:
    """Inputs times weights."""
    if net.rows:
        return f"{a} @ {W}" if net.in_out else f"{a} @ {W}.T"
    return f"{W}.T @ {a}" if net.in_out else f"{W} @ {a}"


def back(net: Net, dz: str, W: str) -> str:
    """Gradients handed back through weights."""
    if net.rows:
        return f"{dz} @ {W}.T" if net.in_out else f"{dz} @ {W}"
    return f"{W} @ {dz}" if net.in_out else f"{W}.T @ {dz}"


def weight_gradient(net: Net, a: str, dz: str, *, transposed: bool = False) -> str:
    """The gradient of weights."""
    if net.rows:
        return f"{a}.T @ {dz}" if net.in_out != transposed else f"{dz}.T @ {a}"
    return f"{a} @ {dz}.T" if net.in_out != transposed else f"{dz} @ {a}.T"


def summed(net: Net, dz: str, *, how: str = "sum", wrong_axis: bool = False) -> str:
    """The gradient of a bias."""
    if net.rows:
        return f"{dz}.{how}(axis={int(wrong_axis)})"
    if wrong_axis:
        return f"{dz}.{how}(axis=0).reshape(-1, 1)"
    return f"{dz}.{how}(axis=1, keepdims=True)"


def right_step(net: Net) -> Step:
    """The step as it should be."""
    step = Step(_forward(net), _loss(net), {}, {})
    last = net.layers
    for k in range(last, 0, -1):
        if k == last:
            step.backward[f"dz{k}"] = _output_delta(net)
        else:
            step.backward[f"da{k}"] = back(net, f"{{dz{k + 1}}}", f"{{W{k + 1}}}")
            mask = " * {mask}" if net.dropout and k == 1 else ""
            slope = named(SLOPE[net.activation(k)], k)
            step.backward[f"dz{k}"] = f"{{da{k}}}{mask} * {slope}"
        decay = f" + {PENALTY} * {{W{k}}}" if net.penalty else ""
        step.backward[f"dW{k}"] = weight_gradient(net, layer_input(net, k), f"{{dz{k}}}") + decay
        step.backward[f"db{k}"] = summed(net, f"{{dz{k}}}")
    step.order = list(step.backward)
    for k in range(1, last + 1):
        for p in (f"W{k}", f"b{k}"):
            step.update[p] = _update(net, p)
    if net.dropout:
        step.before = ["{mask} = (rng.random({shape}) < 0.75) / 0.75"]
    return step


def layer_input(net: Net, k: int) -> str:
    """What layer k multiplies its weights with."""
    return "{h1}" if net.dropout and k == 2 else f"{{a{k - 1}}}"


def _forward(net: Net) -> dict[str, str]:
    lines = {}
    for k in range(1, net.layers + 1):
        lines[f"z{k}"] = f"{product(net, layer_input(net, k), f'{{W{k}}}')} + {{b{k}}}"
        if net.activation(k) == "softmax":
            axis = 1 if net.rows else 0
            lines["e"] = f"np.exp({{z{k}}} - {{z{k}}}.max(axis={axis}, keepdims=True))"
            lines[f"a{k}"] = f"{{e}} / {{e}}.sum(axis={axis}, keepdims=True)"
        else:
            lines[f"a{k}"] = named(FORWARD[net.activation(k)], k)
        if net.dropout and k == 1:
            lines["h1"] = "{a1} * {mask}"
    return lines


def _loss(net: Net) -> str:
    out = f"{{a{net.layers}}}"
    text = {
        "squared": f"np.sum(({out} - {{y}}) ** 2)",
        "half_squared": f"0.5 * np.sum(({out} - {{y}}) ** 2)",
        "mean_squared": f"np.sum(({out} - {{y}}) ** 2) / {net.sizes[-1]}",
        "binary": f"-np.sum({{y}} * np.log({out}) + (1 - {{y}}) * np.log(1 - {out}))",
        "cross": f"-np.sum({{y}} * np.log({out}))",
    }[net.loss]
    text += f" / {net.samples}" if net.mean else ""
    if net.penalty:
        squares = " + ".join(f"np.sum({{W{k}}} ** 2)" for k in range(1, net.layers + 1))
        text += f" + {PENALTY / 2} * ({squares})"
    return text


def _output_delta(net: Net) -> str:
    k = net.layers
    difference = f"({{a{k}}} - {{y}})"
    factor = {"squared": "2 * ", "mean_squared": f"{2 / net.sizes[-1]} * "}.get(net.loss, "")
    slope = ""
    if net.loss not in {"binary", "cross"} and net.output != "linear":
        slope = f" * {named(SLOPE[net.output], k)}"
    return f"{factor}{difference}{slope}" + (f" / {net.samples}" if net.mean else "")


def _update(net: Net, p: str) -> str:
    match net.optimizer:
        case "momentum":
            return f"{{v{p}}} = 0.9 * {{v{p}}} - lr * {{d{p}}}; {{{p}}} = {{{p}}} + {{v{p}}}"
        case "adam":
            return (
                f"{{m{p}}} = 0.9 * {{m{p}}} + 0.1 * {{d{p}}}; "
                f"{{v{p}}} = 0.999 * {{v{p}}} + 0.001 * {{d{p}}} ** 2; "
                f"{{{p}}} = {{{p}}} - lr * ({{m{p}}} / (1 - 0.9 ** {{t}})) "
                f"/ (np.sqrt({{v{p}}} / (1 - 0.999 ** {{t}})) + 1e-8)"
            )
        case "in_place":
            return f"{{{p}}} -= lr * {{d{p}}}"
    return f"{{{p}}} = {{{p}}} - lr * {{d{p}}}"
