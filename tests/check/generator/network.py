"""What a random program trains, and how its author writes it down."""

from dataclasses import dataclass, field

import numpy as np

ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky", "softplus", "elu"]

# Output activation and loss that go together.
ENDINGS = [
    ("linear", "squared"),
    ("linear", "half_squared"),
    ("linear", "mean_squared"),
    ("tanh", "half_squared"),
    ("sigmoid", "half_squared"),
    ("sigmoid", "binary"),
    ("softmax", "cross"),
]
STYLES = ["loop", "functions", "class"]
OPTIMIZERS = ["sgd", "sgd", "sgd", "momentum", "adam", "in_place"]


@dataclass
class Net:
    """One drawn network.

    Attributes:
        sizes: inputs, hidden units, outputs.
        hidden: the activation of each hidden layer.
        output, loss: the last activation, and the loss after it.
        rows: samples in rows; else in columns.
        in_out: weights (inputs, outputs); else the other way round.
        samples: how many.
        single: float32.
        mean: whether the loss is divided by the samples.
        penalty, dropout: L2 on the weights; a mask on the first hidden layer.
        said: whether the program works out its loss.
        kinks: inputs of zero and biases of zero, so that relu meets its kink.
    """

    seed: int
    sizes: list[int]
    hidden: list[str]
    output: str
    loss: str
    style: str
    rows: bool = True
    in_out: bool = True
    samples: int = 7
    single: bool = False
    mean: bool = True
    optimizer: str = "sgd"
    penalty: bool = False
    dropout: bool = False
    said: bool = True
    kinks: bool = False
    steps: int = 4
    notes: list[str] = field(default_factory=list)

    @property
    def layers(self) -> int:
        return len(self.sizes) - 1

    def activation(self, k: int) -> str:
        """The activation of layer k, from 1."""
        return self.output if k == self.layers else self.hidden[k - 1]


def draw(seed: int, layers: int | None = None) -> Net:
    """A network drawn from the seed."""
    rng = np.random.default_rng(seed)
    count = layers or int(rng.integers(1, 5))
    # All sizes differ, so that nothing fits by accident.
    sizes = [int(size) for size in rng.permutation(np.arange(2, 8))[: count + 1]]
    output, loss = ENDINGS[int(rng.integers(len(ENDINGS)))]
    if (output, loss) == ("softmax", "cross"):
        sizes[-1] = max(sizes[-1], 3)
    return Net(
        seed=seed,
        sizes=sizes,
        hidden=[str(name) for name in rng.choice(ACTIVATIONS, count - 1)],
        output=output,
        loss=loss,
        style=str(rng.choice(STYLES)),
        rows=bool(rng.integers(2)),
        in_out=bool(rng.integers(2)),
        samples=int(rng.integers(8, 12)),
        single=bool(rng.random() < 0.2),
        mean=bool(rng.random() < 0.7),
        optimizer=str(rng.choice(OPTIMIZERS)),
        penalty=bool(rng.random() < 0.2),
        dropout=bool(count > 1 and rng.random() < 0.1),
        said=bool(rng.random() < 0.8),
    )
