"""From a network to the source of one function that trains it for as many batches as asked."""

from collections.abc import Callable
from pathlib import Path

from conspect.engines.compiled.elementwise import loop_source
from conspect.engines.straight_line import NotElementwiseError
from conspect.errors import InputError
from conspect.network import Network
from conspect.roles import Hyperparameter, Input, Intermediate, Output, State
from conspect.rule import Rule, arguments, forward_equations, gradient_equations
from conspect.step import Step

_PRELUDE = Path(__file__).with_name("kernels.py")

# Layers whose kernels keep their intermediate results to themselves.
_WITH_KERNELS = ("dense", "softmax")

# Weight matrices of fewer numbers than this are multiplied by loops, not by BLAS.
_SMALL = 256


class NotCompilableError(InputError):
    """A network with a rule that is neither element by element nor has a kernel."""


def options(network: Network) -> list[float]:
    """All hyperparameters, in the order in which the function numbers them."""
    return [value for rule in _rules(network) for value in _option_values(rule).values()]


def source(network: Network, *, online: bool, weighted: bool) -> str:
    """The source of a module whose function `train` trains networks of this structure.

    Args:
        network: the structure; values do not enter the source.
        online: whether every batch is a single row.
        weighted: whether rows have weights.

    Raises:
        NotCompilableError: a rule of the network is neither element-wise nor has a kernel.
    """
    try:
        return _Program(network, online=online, weighted=weighted).text()
    except NotElementwiseError as error:
        raise NotCompilableError(error.message, "choose the engine buffered") from None


def _rules(network: Network) -> list[Rule]:
    extras = [network.penalty, network.clipping]
    rules = [step.rule for step in network.steps]
    return [*rules, network.optimizer, *(rule for rule in extras if rule is not None)]


def _option_values(rule: Rule) -> dict[str, float]:
    return {name: float(value) for name, value in rule.hyperparameters().items()}


class _Program:
    def __init__(self, network: Network, *, online: bool, weighted: bool) -> None:
        self.network, self.online, self.weighted = network, online, weighted
        self.functions: dict[str, str] = {}
        self.before: list[str] = []
        self.inside: list[str] = []
        self.buffers: dict[str, str] = {}
        self.filled: set[str] = set()
        self.option_names: dict[tuple[int, str], str] = {}
        for rule in _rules(network):
            for name in _option_values(rule):
                place = len(self.option_names)
                self.option_names[id(rule), name] = f"options[{place}]"

    def text(self) -> str:
        self.parameters()
        self.buffer("x", self.network.shapes["x"])
        self.buffer("y", self.network.shapes["y"])
        self.before += ["losses = np.empty(size, REAL)", *self.counters()]
        self.batch()
        for step in self.network.steps[:-1]:
            self.forward(step)
        self.loss(self.network.steps[-1])
        for step in reversed(self.network.steps[:-1]):
            self.backward(step)
        self.penalty()
        self.clipping()
        self.update()
        precision = next(iter(self.network.parameters.values())).dtype.name
        prelude = _PRELUDE.read_text("utf-8").replace("REAL = np.float64", f"REAL = np.{precision}")
        head = (
            "def train(x, y, weights, order, first, last, size, parameters, gradients, moments, "
            "counters, fixed, options, rate, batch_losses):"
        )
        body = [
            *self.before,
            "for batch in range(first, last):",
            *(f"    {line}" for line in self.inside),
            *(f"counters[{i}] = {symbol}" for i, symbol in enumerate(self.counter_names())),
        ]
        decorator = "@njit(cache=True, error_model='numpy', nogil=True)"
        train = "\n".join([decorator, head, *(f"    {line}" for line in body)])
        return "\n\n".join([prelude.rstrip(), *self.functions.values(), train]) + "\n"

    # arrays

    def parameters(self) -> None:
        """Views of every parameter and gradient in the flat vectors."""
        places = {"parameters": 0, "fixed": 0}
        for name, value in self.network.parameters.items():
            vector = "parameters" if name in self.network.trained else "fixed"
            start, stop = places[vector], places[vector] + value.size
            places[vector] = stop
            cut = f"[{start}:{stop}].reshape({value.shape})"
            self.before += [f"v_{name} = {vector}{cut}"]
            self.before += [f"vf_{name} = {vector}[{start}:{stop}]"]
            if vector == "parameters":
                self.before += [
                    f"d_{name} = gradients{cut}",
                    f"df_{name} = gradients[{start}:{stop}]",
                ]

    def counter_names(self) -> list[str]:
        optimizer = self.network.optimizer
        return [s for s in optimizer.with_role(State) if not optimizer.symbols[s].any_rank]

    def counters(self) -> list[str]:
        return [f"{symbol} = counters[{i}]" for i, symbol in enumerate(self.counter_names())]

    def buffer(self, name: str, shape: tuple[int, ...], kind: str = "v") -> str:
        """Room for an array of one batch, as rows and as one vector; its name."""
        count = 1
        for size in shape:
            count *= size
        variable = f"{kind}_{name}"
        if variable not in self.buffers:
            self.buffers[variable] = str(count)
            self.before.append(f"{kind}f_{name} = np.empty(size * {count}, REAL)")
            self.before.append(f"{variable} = {kind}f_{name}.reshape((size, {count}))")
        return variable

    def count(self, name: str) -> int:
        """How many numbers of an array belong to one row."""
        count = 1
        for size in self.network.shapes[name]:
            count *= size
        return count

    def batch(self) -> None:
        rows = "1" if self.online else "min(size, order.shape[0] - batch * size)"
        self.inside += [
            f"rows = {rows}",
            "gather(rows, x, order, batch * size, v_x)",
            "gather(rows, y, order, batch * size, v_y)",
        ]
        if self.weighted:
            self.before.append("batch_weights = np.empty(size, REAL)")
            self.inside += [
                "for n in range(rows):",
                "    batch_weights[n] = weights[order[batch * size + n]]",
            ]

    # forward

    def forward(self, step: Step) -> None:
        for symbol in step.rule.with_role(Output, Intermediate):
            if step.rule.kind() not in _WITH_KERNELS or symbol in step.rule.with_role(Output):
                name = step.names[symbol]
                self.buffer(name, self.network.shapes[name])
        match step.rule.kind():
            case "dense":
                self.dense_forward(step)
            case "softmax":
                self.inside.append(
                    f"softmax_forward(rows, v_{step.names['z']}, v_{step.names['a']})"
                )
            case _:
                self.elementwise(step, "forward", step.rule.forward)

    def dense_forward(self, step: Step) -> None:
        x, W, z = (step.names[symbol] for symbol in "xWz")
        if self.is_small(W):
            self.inside.append(f"small_dense_forward(rows, v_{x}, v_{W}, v_{z})")
        else:
            self.inside.append(f"np.dot(v_{x}[:rows], v_{W}, v_{z}[:rows])")
        if "b" in step.names:
            self.inside.append(f"add_bias(rows, v_{step.names['b']}, v_{z})")

    def is_small(self, name: str) -> bool:
        return self.network.parameters[name].size < _SMALL

    def elementwise(self, step: Step, way: str, function: Callable[..., object]) -> None:
        """A call of the loop over a rule's own function."""
        rule = step.rule
        if not all(rule.symbols[s].any_rank for s in rule.with_role(Input, Output)):
            raise NotElementwiseError(f"the compiled engine has no kernel for {rule.kind()}")
        equations = (forward_equations if way == "forward" else gradient_equations)(type(rule))
        lefts = [equation.left.name for equation in equations]
        targets = [self.target(step, left, way) for left in lefts]
        stores = ["" if target is None else f"{{out}} {target[1]} {{value}}" for target in targets]
        elements = {f"d{s}" for s in rule.symbols} | set(
            rule.with_role(Input, Output, Intermediate)
        )
        code = "".join({"": "0", "{out} = {value}": "1"}.get(store, "2") for store in stores)
        name = f"{rule.kind()}_{way}_{code}"
        self.functions[name] = loop_source(name, function, elements, lefts, stores)
        values = [self.argument(step, symbol) for symbol in arguments(function)]
        outs = [target[0] for target in targets if target is not None]
        size = f"rows * {self.count(step.named(Input)[0])}"
        self.inside.append(f"{name}({', '.join([size, *values, *outs])})")

    def target(self, step: Step, left: str, way: str) -> tuple[str, str] | None:
        """The vector that a result goes to, and whether it is set or added; None if unwanted."""
        if way == "forward":
            name = step.names.get(left)
            return None if name is None or f"v_{name}" not in self.buffers else (f"vf_{name}", "=")
        return self.gradient(step.names[left.removeprefix("d")])

    def gradient(self, name: str) -> tuple[str, str] | None:
        """The vector of a gradient, and whether this share is its first; None if unwanted."""
        if name == "x" or (name in self.network.parameters and name not in self.network.trained):
            return None
        if name not in self.network.parameters:
            self.buffer(name, self.network.shapes[name], "d")
        sign = "+=" if name in self.filled else "="
        self.filled.add(name)
        return f"df_{name}", sign

    def argument(self, step: Step, symbol: str) -> str:
        if (id(step.rule), symbol) in self.option_names:
            return self.option_names[id(step.rule), symbol]
        base = symbol.removeprefix("d") if symbol not in step.rule.symbols else symbol
        return f"{'vf' if base == symbol else 'df'}_{step.names[base]}"

    # loss

    def loss(self, step: Step) -> None:
        """The losses, the batch's loss, and the first gradient."""
        rule, names = step.rule, step.names
        symbol = rule.with_role(Input)[0]
        read = names[symbol]
        answer = self.buffer(names["a"], self.network.shapes[names["a"]])
        given = self.buffer(read, self.network.shapes[read], "d")
        self.filled.add(read)
        scale = f"REAL({self.count('y')})"
        delta = self.option_names.get((id(rule), "delta"), "")
        halves = {
            "half_squared_error": ("HALF", "factor"),
            "squared_error": ("ONE", "REAL(2) * factor"),
            "mean_squared_error": (f"ONE / {scale}", f"REAL(2) / {scale} * factor"),
        }
        kind = rule.kind()
        if kind in halves:
            forward = f"squares_forward(rows, {answer}, v_y, {halves[kind][0]}, losses)"
            backward = f"output_minus_target(rows, {answer}, v_y, {halves[kind][1]}, {given})"
        elif kind in ("cross_entropy", "binary_cross_entropy"):
            forward = f"{kind}_forward(rows, v_{read}, v_y, {answer}, losses)"
            backward = f"output_minus_target(rows, {answer}, v_y, factor, {given})"
        elif kind == "mean_absolute_error":
            forward = f"{kind}_forward(rows, {answer}, v_y, losses)"
            backward = f"{kind}_backward(rows, {answer}, v_y, factor / {scale}, {given})"
        elif kind == "huber":
            forward = f"huber_forward(rows, {answer}, v_y, REAL({delta}), losses)"
            backward = f"huber_backward(rows, {answer}, v_y, REAL({delta}), factor, {given})"
        else:
            raise NotElementwiseError(f"the compiled engine has no kernel for {kind}")
        self.inside += [forward, *self.reduced(), backward]
        if self.weighted:
            self.inside.append(f"scale_rows(rows, batch_weights, {given})")

    def reduced(self) -> list[str]:
        """The batch's loss, and the factor that its gradients have."""
        mean = self.network.loss.reduction == "mean"
        if self.weighted:
            lines = ["total, count = weighted_sum(rows, losses, batch_weights)"]
        else:
            lines = ["total, count = summed(rows, losses), float(rows)"]
        divisor = "count" if mean else "1.0"
        return [*lines, f"factor = REAL(1.0 / {divisor})", f"batch_loss = total / {divisor}"]

    # backward

    def backward(self, step: Step) -> None:
        match step.rule.kind():
            case "dense":
                self.dense_backward(step)
            case "softmax":
                self.softmax_backward(step)
            case _:
                self.elementwise(step, "backward", step.rule.backward)

    def dense_backward(self, step: Step) -> None:
        x, W, z = (step.names[symbol] for symbol in "xWz")
        small = self.is_small(W)
        dx = self.gradient(x)
        if dx is not None:
            self.product(
                x,
                dx[1],
                f"small_dense_dx(rows, d_{z}, v_{W}, {{out}})"
                if small
                else f"np.dot(d_{z}[:rows], v_{W}.T, {{out}}[:rows])",
            )
        dW = self.gradient(W)
        if dW is not None:
            self.product(
                W,
                dW[1],
                f"small_dense_dW(rows, v_{x}, d_{z}, {{out}})"
                if small
                else f"np.dot(v_{x}[:rows].T, d_{z}[:rows], {{out}})",
            )
        db = self.gradient(step.names["b"]) if "b" in step.names else None
        if db is not None:
            self.product(step.names["b"], db[1], f"bias_gradient(rows, d_{z}, {{out}})")

    def product(self, name: str, sign: str, call: str) -> None:
        """A kernel that sets its result; where shares add up, it sets a spare one first."""
        if sign == "=":
            self.inside.append(call.format(out=f"d_{name}"))
            return
        self.before.append(f"spare_{name} = np.empty_like(d_{name})")
        self.inside.append(call.format(out=f"spare_{name}"))
        size = f"df_{name}.shape[0]"
        if name not in self.network.parameters:
            size = f"rows * {self.count(name)}"
        self.inside.append(f"add_to({size}, spare_{name}.reshape(-1), df_{name})")

    def softmax_backward(self, step: Step) -> None:
        a, z = step.names["a"], step.names["z"]
        target = self.gradient(z)
        if target is not None:
            self.product(z, target[1], f"softmax_backward(rows, d_{a}, v_{a}, {{out}})")

    # penalty, clipping, update

    def penalty(self) -> None:
        rule = self.network.penalty
        if rule is not None:
            numbers = {s: self.option_names[id(rule), s] for s in rule.with_role(Hyperparameter)}
            self.functions["penalty"] = loop_source(
                "penalty", rule.forward, {"p"}, ["share"], ["total[0] += {value}"]
            ).replace("(size,", "(size, total,", 1)
            self.functions["pull"] = loop_source(
                "pull", rule.backward, {"p"}, ["dp"], ["{out} += {value}"]
            )
            self.before.append("penalty_total = np.zeros(1)")
            self.inside.append("penalty_total[0] = 0.0")
            for name in self.network.penalised:
                size = f"vf_{name}.shape[0]"
                given = [
                    f"vf_{name}" if symbol == "p" else numbers[symbol]
                    for symbol in arguments(rule.forward)
                ]
                self.inside.append(f"penalty({', '.join([size, 'penalty_total', *given])})")
                self.inside.append(f"pull({', '.join([size, *given, f'df_{name}'])})")
            self.inside.append("batch_loss += penalty_total[0]")
        self.inside.append("batch_losses[batch - first] = batch_loss")

    def clipping(self) -> None:
        rule = self.network.clipping
        if rule is None:
            return
        self.functions["clip_gradients"] = loop_source(
            "clip_gradients",
            rule.forward,
            {"dp"},
            ["gradient_norm", "shrink", "clipped"],
            ["", "", "_dp[_i] = {value}"],
        )
        limit = self.option_names[id(rule), "clip_norm"]
        self.inside.append(
            f"clip_gradients(gradients.shape[0], gradients, squared_length(gradients), {limit})"
        )

    def update(self) -> None:
        """One sweep of the optimizer over all parameters."""
        rule = self.network.optimizer
        moments = [s for s in rule.with_role(State) if rule.symbols[s].any_rank]
        results = [equation.left.name for equation in forward_equations(type(rule))]
        kept = {f"new_{symbol}": f"_{symbol}[_i] = flushed({{value}})" for symbol in moments}
        kept |= {"new_p": "_p[_i] = {value}"}
        self.functions["update"] = loop_source(
            "update",
            rule.forward,
            {"p", "dp", *moments},
            results,
            [kept.get(result, "") for result in results],
        )
        given = {"p": "parameters", "dp": "gradients", "learning_rate": "rate"}
        given |= {symbol: f"moments[{i}]" for i, symbol in enumerate(moments)}
        given |= {symbol: symbol for symbol in self.counter_names()}
        values = [
            given.get(symbol) or self.option_names[id(rule), symbol]
            for symbol in arguments(rule.forward)
        ]
        call = f"update({', '.join(['parameters.shape[0]', *values])})"
        counters = ", ".join(self.counter_names())
        self.inside.append(f"{counters} = {call}" if counters else call)
