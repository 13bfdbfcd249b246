"""Three ways to write the same step down: a loop, functions with dicts, a class."""

import re
from collections.abc import Callable, Iterable

from tests.check.generator.network import Net
from tests.check.generator.rules import Step

Name = Callable[[str], str]


def write(net: Net, step: Step) -> str:
    """The program's text."""
    return {"loop": _loop, "functions": _functions, "class": _class}[net.style](net, step)


def _put(line: str, name: Name) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: name(match[1]), line)


def _parameters(net: Net) -> list[str]:
    return [f"{kind}{k}" for k in range(1, net.layers + 1) for kind in "Wb"]


def _memory(net: Net) -> list[str]:
    """The names in which the optimizer keeps something."""
    kinds = {"momentum": "v", "adam": "mv"}.get(net.optimizer, "")
    return [kind + p for kind in kinds for p in _parameters(net)]


def _data(net: Net) -> list[str]:
    kind = ".astype(np.float32)" if net.single else ""
    turn = "" if net.rows else ".T"
    n, d, k = net.samples, net.sizes[0], net.sizes[-1]
    lines = [
        "import numpy as np",
        "",
        f"rng = np.random.default_rng({net.seed})",
        f"X = rng.normal(size=({n}, {d})){turn}{kind}",
    ]
    if net.kinks:
        lines.append(f"X[{':2' if net.rows else ':, :2'}] = 0.0")
    if net.loss == "cross":
        lines.append(f"Y = np.eye({k})[rng.integers(0, {k}, {n})]{turn}{kind}")
    elif net.loss == "binary":
        lines.append(f"Y = (rng.random(({n}, {k})) > 0.5).astype(float){turn}{kind}")
    else:
        lines.append(f"Y = rng.uniform(-0.9, 0.9, ({n}, {k})){turn}{kind}")
    return [*lines, f"lr = {'np.float32(0.05)' if net.single else 0.05}"]


def _start(net: Net, p: str) -> str:
    """The first value of a parameter."""
    k = int(p[1:])
    n_in, n_out = net.sizes[k - 1], net.sizes[k]
    kind = ".astype(np.float32)" if net.single else ""
    if p[0] == "W":
        shape = (n_in, n_out) if net.in_out else (n_out, n_in)
        return f"rng.normal(0, 0.7, {shape}){kind}"
    size = f"{n_out}" if net.rows else f"({n_out}, 1)"
    return f"np.zeros({size}){kind}" if net.kinks else f"rng.normal(0, 0.2, {size}){kind}"


def _indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    return ["    " * depth + line if line else line for line in lines]


def _assignments(step: Step, name: Name, lines: dict[str, str]) -> list[str]:
    sign = "+=" if step.keeps else "="
    return [
        _put(f"{{{target}}} {sign if target[:2] in ('dW', 'db') else '='} {rule}", name)
        for target, rule in lines.items()
    ]


def _backward(step: Step, name: Name) -> list[str]:
    """The backward pass; updates that are made early stand where `order` has them."""
    lines = []
    for entry in step.order:
        if entry.startswith("update "):
            lines += _split(_put(step.update[entry.removeprefix("update ")], name))
        else:
            lines += _assignments(step, name, {entry: step.backward[entry]})
    return lines


def _updates(step: Step, name: Name) -> list[str]:
    early = {entry.removeprefix("update ") for entry in step.order}
    late = [line for p, line in step.update.items() if p not in early]
    return [part for line in late for part in _split(_put(line, name))]


def _split(line: str) -> list[str]:
    return line.split("; ") if line else []


def _before(net: Net, step: Step, name: Name) -> list[str]:
    size = (net.samples, net.sizes[1]) if net.rows else (net.sizes[1], net.samples)
    return [_put(line.replace("{shape}", str(size)), name) for line in step.before]


def _repeated(step: Step, lines: list[str]) -> list[str]:
    if step.repeat == 1:
        return lines
    return [f"for again in range({step.repeat}):", *_indented(lines)]


def _zeros(net: Net, step: Step) -> list[str]:
    """The names that have to be there before the first step, and whose shape they have."""
    return _memory(net) + ([f"d{p}" for p in _parameters(net)] if step.keeps else [])


def _loop(net: Net, step: Step) -> str:
    def name(symbol: str) -> str:
        return {"a0": "X", "y": "Y"}.get(symbol, symbol)

    lines = _data(net)
    lines += [f"{p} = {_start(net, p)}" for p in _parameters(net)]
    lines += [f"{n} = np.zeros_like({_of(n)})" for n in _zeros(net, step)]
    body = _before(net, step, name)
    body += _assignments(step, name, step.forward)
    body += [f"loss = {_put(step.loss, name)}"] if net.said else []
    body += _repeated(step, _backward(step, name) + _updates(step, name)) if step.calls else []
    lines += ["", f"for t in range(1, {net.steps + 1}):", *_indented(body)]
    return "\n".join(lines) + "\n"


def _of(name: str) -> str:
    """The parameter that a memory or a gradient belongs to."""
    return name[1:]


def _functions(net: Net, step: Step) -> str:
    def name(symbol: str) -> str:
        if symbol in ("a0", "y", "t"):
            return {"a0": "x", "y": "y", "t": "t"}[symbol]
        if symbol in _parameters(net):
            return f"params['{symbol}']"
        if symbol in _memory(net):
            return f"state['{symbol}']"
        if symbol[:2] in ("dW", "db"):
            return f"grads['{symbol}']"
        return symbol if symbol.startswith("d") or symbol == "e" else f"cache['{symbol}']"

    zeros = [n for n in _zeros(net, step) if n not in _memory(net)]
    start = ["grads = {}"] if not step.keeps else []
    lines = _data(net)
    lines += ["params = {}", *(f"params['{p}'] = {_start(net, p)}" for p in _parameters(net))]
    lines += ["grads = {}", *(f"{name(n)} = np.zeros_like({name(_of(n))})" for n in zeros)]
    lines += [f"state = {{n: 0.0 for n in {_memory(net)}}}"] if _memory(net) else []
    lines += ["", "", "def forward(x):", "    cache = {}"]
    lines += _indented(_before(net, step, name))
    lines += _indented(_assignments(step, name, step.forward))
    lines += ["    return cache", "", "", "def loss_of(cache, y):"]
    lines += [f"    return {_put(step.loss, name)}"]
    lines += ["", "", "def backward(x, y, cache):", *_indented(start)]
    lines += [*_indented(_backward(step, name)), "    return grads"]
    lines += ["", "", "def update(grads, t):", *_indented(_updates(step, name) or ["pass"])]
    body = ["cache = forward(X)", *(["loss = loss_of(cache, Y)"] if net.said else [])]
    if step.calls:
        body += _repeated(step, ["grads = backward(X, Y, cache)", "update(grads, t)"])
    lines += ["", "", f"for t in range(1, {net.steps + 1}):", *_indented(body)]
    return "\n".join(lines) + "\n"


def _class(net: Net, step: Step) -> str:
    def name(symbol: str) -> str:
        local = symbol in ("y", "e") or symbol[:2] in ("da", "dz")
        return symbol if local else f"self.{ {'a0': 'x'}.get(symbol, symbol) }"

    lines = [*_data(net), "", "", "class Network:", "    def __init__(self):"]
    lines += _indented([f"self.{p} = {_start(net, p)}" for p in _parameters(net)], 2)
    lines += _indented([f"self.{n} = np.zeros_like(self.{_of(n)})" for n in _zeros(net, step)], 2)
    lines += ["        self.t = 0", "", "    def forward(self, x):", "        self.x = x"]
    lines += _indented(_before(net, step, name), 2)
    lines += _indented(_assignments(step, name, step.forward), 2)
    lines += [f"        return self.a{net.layers}", "", "    def loss(self, y):"]
    lines += [f"        return {_put(step.loss, name)}", "", "    def backward(self, y):"]
    lines += _indented(_backward(step, name), 2)
    lines += ["", "    def step(self):", "        self.t += 1"]
    lines += _indented(_updates(step, name), 2)
    body = ["net.forward(X)", *(["loss = net.loss(Y)"] if net.said else [])]
    call = ["net.backward(Y)", "net.step()"] if step.calls else ["net.backward", "net.step"]
    body += _repeated(step, call)
    lines += ["", "", "net = Network()", f"for epoch in range({net.steps}):", *_indented(body)]
    return "\n".join(lines) + "\n"
