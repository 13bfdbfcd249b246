"""Programs that do not even train: what keeps them from it, and the same program without it."""

from pathlib import Path
from textwrap import dedent

from conspect.check.endings import ending_of
from conspect.check.examine import examine
from conspect.check.findings import Mistake, Report
from conspect.check.outcome import Ending
from conspect.check.repairs import find_repair
from conspect.check.repairs.repair import Attempt, Repair
from conspect.check.sources import Source


def _ending(sources: list[Source]) -> Ending:
    names: dict[str, object] = {"__name__": "__main__"}
    for source in sources:
        try:
            exec(compile(source.text, source.filename, "exec"), names)
        except Exception as error:
            return ending_of(error, "net.py", sources, Path("/nowhere"))
    return Ending("finished")


def repair(text: str, steps: int = 0) -> Repair | None:
    sources = [Source(dedent(text), "net.py")]
    report = Report("unclear", steps=steps)
    return find_repair(Attempt("net.py", sources, _ending(sources), report))


def mended(found: Repair | None) -> str:
    assert found is not None
    assert found.sources is not None
    return found.sources[0].text


MISSPELT = """
class Net:
    def __init__(self):
        self.weights = 1.0
    def backward(self):
        é = "é"; self.weights -= 0.1 * swlf.weights + len(é) * swlf.weights

Net().backward()
"""


def test_a_misspelt_name_is_mended_wherever_the_function_has_it() -> None:
    found = repair(MISSPELT)
    assert mended(found) == MISSPELT.replace("swlf", "self")
    assert found is not None
    mistake = found.mistake
    assert (mistake.cause, mistake.line) == ("name_error", 6)
    assert mistake.span is not None
    assert mistake.span.text[mistake.span.column : mistake.span.end_column] == "swlf"
    assert mistake.mended == MISSPELT.replace("swlf", "self").splitlines()[5]


def test_a_misspelt_attribute() -> None:
    text = MISSPELT.replace("swlf.weights +", "self.weigths +").replace("swlf", "self")
    found = repair(text)
    assert mended(found) == text.replace("weigths", "weights")
    assert found is not None
    assert found.mistake.cause == "name_error"


def test_a_forgotten_import() -> None:
    assert mended(repair("x = np.ones(3)")).startswith("import numpy as np; x = np.ones(3)")


def test_a_name_that_nothing_is_near_to() -> None:
    found = repair("def backward(x):\n    return x * hidden_mask_of_relu\n\nbackward(1)")
    assert found is not None
    assert (found.mistake.cause, found.mistake.line, found.sources) == ("name_error", 2, None)


def test_what_a_program_dies_of_after_its_training_is_no_mistake_of_the_training() -> None:
    assert repair("print(losss)", steps=5) is None


BARE = """
class Net:
    def __init__(self):
        self.w = 1.0
    def forward(self, X):
        self.out = self.w * X
    def backward(self, X, y, lr=0.1):
        self.w -= lr * (self.out - y) * X

X, y = 2.0, 3.0
net = Net()
for epoch in range(3):
    net.forward(X)
    net.backward
"""


def test_a_call_without_brackets() -> None:
    found = repair(BARE)
    assert mended(found) == BARE.replace("    net.backward\n", "    net.backward(X, y)\n")
    assert found is not None
    assert (found.mistake.cause, found.mistake.line) == ("never_called", 14)


def test_a_function_that_is_called_nowhere() -> None:
    text = BARE.replace("    net.backward\n", "")
    found = repair(text)
    assert mended(found) == text.replace("net.forward(X)\n", "net.forward(X); net.backward(X, y)\n")
    assert found is not None
    assert (found.mistake.cause, found.mistake.line) == ("never_called", 13)
    assert repair(text, steps=3) is None


def test_arguments_that_cannot_be_guessed() -> None:
    found = repair(BARE.replace("def backward(self, X, y,", "def backward(self, X, wanted,"))
    assert found is not None
    assert (found.mistake.cause, found.sources) == ("never_called", None)


def test_a_name_that_is_no_function_of_the_program_is_left_alone() -> None:
    assert repair("import math\nx = 1\nx\nmath.pi\nprint") is None


def test_shapes_that_collide() -> None:
    found = repair("import numpy as np\na = np.ones((2, 3))\nb = a @ np.ones((2, 2))")
    assert found is not None
    assert (found.mistake.cause, found.mistake.line) == ("shape_error", 3)
    assert "mismatch" in found.mistake.evidence


def test_other_errors_are_not_named() -> None:
    assert repair("1 / 0") is None
    assert repair("raise ValueError('no')") is None


def test_run_again_until_nothing_keeps_it_from_training() -> None:
    """A forgotten call hides a misspelt name: both are found, and the last run is judged."""
    text = BARE.replace("lr * (self.out", "lr * (slf.out")
    seen: list[str] = []

    def judged(sources: list[Source]) -> tuple[Ending, Report]:
        seen.append(sources[0].text)
        ending = _ending(sources)
        trained = ending.kind == "finished" and len(seen) > 1
        rest = [Mistake("wrong_sign", ["w"], "net.py", 8, "", "", "")] if trained else []
        return ending, Report("wrong" if trained else "unclear", steps=3 * trained, mistakes=rest)

    found = examine("net.py", [Source(text, "net.py")], judged)
    assert [mistake.cause for mistake in found.mistakes] == [
        "never_called",
        "name_error",
        "wrong_sign",
    ]
    assert found.verdict == "wrong"
    assert len(seen) == 3
    assert seen[0] == text


def test_nothing_to_mend_is_one_run() -> None:
    runs: list[int] = []

    def judged(sources: list[Source]) -> tuple[Ending, Report | None]:
        runs.append(1)
        return Ending("crashed", "SIGSEGV"), None

    found = examine("net.py", [Source("x", "net.py")], judged)
    assert (len(runs), found.verdict) == (1, "unclear")
    assert "SIGSEGV" in found.reason
