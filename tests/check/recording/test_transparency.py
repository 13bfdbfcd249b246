"""The rewritten program does what the plain one does, to the last bit."""

import builtins
import contextlib
import io
from typing import Any

import numpy as np
import pytest

from conspect.check.derivatives.replay import Values
from conspect.check.recording.expressions import HELPER
from conspect.check.recording.recorder import Recorder
from conspect.check.recording.rewrite import rewrite
from conspect.check.recording.sites import Sources
from conspect.check.recording.tape import LOST, Tape

PROGRAMS = {
    "lists": """
w = [0.0] * 3
b = c = 0.25
for k in range(3):
    w[k] += 0.5 * k - b
a, (b, *rest) = 1.5, [2.5, 3.5, 4.5]
w[0], w[1] = w[1], w[0]
print(w, a, b, c, rest, sum(w), max(0.0, a), min(w), [x * x for x in w if x > 0])
print(list(map(lambda x, y: x - y, w, rest)), sorted(w), abs(-a), round(a, 1), pow(a, 2))
""",
    "views": """
import numpy as np
A = np.arange(12.0).reshape(3, 4)
row, column = A[1], A[:, 2]
row += 10; column *= 2; A.T[0] -= 1; A[A > 12] = 0; A[[0, 0], [1, 1]] += 1
np.add.at(A, ([0, 0], [1, 1]), 1)
np.exp(A / 100, out=A)
for r in A: r /= r.sum()
B = A.copy(); B.sort(axis=0); B.fill(2)
x, y = np.array([1.0, 2.0])
print(np.r_[0, x, B[0]], np.r_[B, A], np.r_[0:3, x], np.c_[A[:, 0], B], np.c_[np.ones(2), [x, y]])
print(A, row, column, B, x, y, A.flags['OWNDATA'], A.tolist()[0], np.vectorize(lambda v: v + 1)(A))
""",
    "objects": """
import numpy as np
class Base:
    def __init__(self, n): self.__w = np.ones(n); self.total = 0.0
    def step(self): return self.__w.sum()
class Net(Base):
    __slots__ = ()
    def __init__(self):
        super().__init__(3)
        self.layers = {}
        for g in 'ab': setattr(self, 'W' + g, np.full((2, 2), 0.5))
    def add(self, x): x += 1; self.total += self.grow(); return x
    def grow(self): self.total += 5.0; return 1.0
    @property
    def p(self): return self.total
    @p.setter
    def p(self, v): self.total = v * 2
n = Net(); n.p = 3.0; n.p += 1.0
print(n.step(), n.add(2.5), n.total, n.Wa, sorted(vars(n)), n._Base__w, repr(sorted(globals())))
def f(a, b=0.5, *args, c=1.5, **more): 'doc'; return locals(), a if a > b else b
print(f(1.0, 2.0, 3.0, d=4.0), f.__doc__, (lambda q=0.5: q * 2)())
def g():
    total = 0.0
    def inner(v):
        nonlocal total
        total += v
    for v in (0.5, 1.5): inner(v)
    yield total
print(list(g()), f"{0.1 + 0.2:.3f}", 1 < 2.0 < 3, not 0.0, -0.0)
try:
    [][1]
except IndexError as error: print(error)
match (1, 2.5):
    case (1, z): print(z)
print((w := 3.5) + w, [*np.ones(2)], {**{'a': 1.5}})
""",
    "shy objects": """
import functools
import numpy as np
from dataclasses import dataclass
@dataclass
class Layer:
    w: np.ndarray
    def __call__(self, x): return x @ self.w * 0.5
class Shy:
    asked = []
    def __getattr__(self, name): Shy.asked.append(name); raise AttributeError(name)
    def __eq__(self, other): raise ValueError('compared')
    def __bool__(self): raise ValueError('asked for its truth')
    def __len__(self): raise ValueError('asked for its length')
    def __call__(self, x): return x + 1.0
    def __mul__(self, x): return Shy()
    def __neg__(self): return self
    def __iadd__(self, x): return self
    def __setitem__(self, key, value): Shy.asked.append(key)
    def __getitem__(self, key): return 2.5
layer, shy = Layer(np.eye(2)), Shy()
x = layer(np.ones((3, 2)))
print(x, shy(0.5), type(shy * 2.0), -shy is shy, list(map(layer, [x])), [shy[0], shy['a'] * 2.0])
held = [shy, layer]; kept = {'a': shy}; kept['a'] += 1.0; shy[3] = 0.5; other = shy
held.append(shy)
shy.name = 1.5; bound = functools.partial(layer); print(bound(x).sum(), Shy.asked, len(held))
try: shy()
except TypeError as error: print(error)
number = 1.5
try: number()
except TypeError as error: print(error)
""",
    "kinds": """
import math, random
import numpy as np
random.seed(1); np.random.seed(1); rng = np.random.default_rng(3)
print(random.random(), np.random.rand(2), rng.normal(size=2), rng.permutation(4))
x = np.float32(1.5) * np.ones(2, np.float32)
print(x.dtype, (x * 2).dtype, math.exp(0.5))
print(np.einsum('ij,jk', np.ones((2, 3)), np.ones((3, 2))), np.where(x > 1, x, 0), x.mean(), x @ x)
print(np.concatenate([x, x]), np.split(np.arange(6.0), 3), divmod(7.5, 2))
print(int(3.7), x is np.asarray(x))
def swap(a, i, j): a[i], a[j] = a[j], a[i]
v = np.array([1.0, 2.0, 3.0]); swap(v, 0, 2); print(v); v[...] = 7; print(v, -v, +v, ~(v > 1))
""",
}


def _run(source: str, recorder: Recorder | None, monkeypatch: pytest.MonkeyPatch) -> str:
    names: dict[str, Any] = {"__name__": "__main__"}
    code: Any = source
    if recorder is not None:
        monkeypatch.setitem(vars(builtins), HELPER, recorder)
        code = compile(rewrite(source, "p.py", None, recorder.tape.sources), "p.py", "exec")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return printed.getvalue()


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_rewritten_program_prints_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(Tape(Sources()), lambda: None)
    plain = _run(PROGRAMS[name], None, monkeypatch)
    assert _run(PROGRAMS[name], recorder, monkeypatch) == plain
    assert recorder.tape.nodes


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_record_replays_to_the_values_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(Tape(Sources()), lambda: None)
    _run(PROGRAMS[name], recorder, monkeypatch)
    recorder.active = False
    checked = 0
    for node in recorder.tape.nodes:
        is_float = not isinstance(node.value, np.ndarray) or node.value.dtype.kind == "f"
        if node.function is None or node.value is LOST or not is_float:
            continue
        leaves = {entry: entry.value for entry in node.inputs}
        if any(value is LOST for value in leaves.values()):
            continue
        try:
            again = Values(leaves)(node)
        except LookupError:
            continue
        assert np.array_equal(np.asarray(again), np.asarray(node.value), equal_nan=True), node
        checked += 1
    assert checked > 5
