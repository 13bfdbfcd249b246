"""Runs scikit-learn's own tests of its MLPs with ours in their place.

python scripts/scikit_learn_tests.py [arguments of pytest]

Five of them fail: they read private attributes (`_optimizer`, `_no_improvement_count`,
`_loss_grad_lbfgs`), which are no habit of scikit-learn's users.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from sklearn.neural_network import tests

THEIRS = "from sklearn.neural_network import MLPClassifier, MLPRegressor"
# What scikit-learn's own configuration of pytest provides.
FIXTURE = """
import pytest

@pytest.fixture
def global_random_seed():
    return 42
"""


def main() -> int:
    """Run them; pytest's exit code."""
    source = (Path(tests.__file__).parent / "test_mlp.py").read_text("utf-8")
    assert THEIRS in source
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "test_mlp.py"
        file.write_text(
            source.replace(THEIRS, THEIRS.replace("sklearn.neural_network", "conspect.estimators"))
        )
        file.with_name("conftest.py").write_text(FIXTURE)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *sys.argv[1:]]
        return subprocess.run([*command, str(file)], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
