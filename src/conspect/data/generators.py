"""Small sets of points in the plane, drawn from a seed: two or more classes that no line parts."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from conspect.data.table import Table

Floats = npt.NDArray[np.float64]
Classes = npt.NDArray[np.intp]

ROWS, NOISE = 400, 0.1


def moons(rows: int = ROWS, *, noise: float = NOISE, seed: int = 0) -> Table:
    """Two half circles that reach into each other.

    Args:
        rows: how many points.
        noise: the standard deviation of what is added to each coordinate.
        seed: where the points are drawn from.

    >>> table = moons(100, seed=1)
    >>> len(table), list(table.columns)
    (100, ['x1', 'x2', 'class'])
    """

    def at(kind: Classes, share: Floats) -> Floats:
        angle = np.pi * share
        upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return np.where(kind[:, None] == 0, upper, [1, 0.5] - upper)

    return _points(at, rows, 2, noise, seed, "moons")


def circles(rows: int = ROWS, *, noise: float = NOISE, seed: int = 0) -> Table:
    """A circle of radius ½ inside one of radius 1; arguments as for `moons`."""

    def at(kind: Classes, share: Floats) -> Floats:
        angle = 2 * np.pi * share
        radius = np.where(kind == 0, 1.0, 0.5)
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)

    return _points(at, rows, 2, noise, seed, "circles")


def spirals(rows: int = ROWS, *, noise: float = NOISE / 5, seed: int = 0) -> Table:
    """Three arms that wind once around the middle; arguments as for `moons`.

    >>> sorted(set(spirals(30).columns["class"].tolist()))
    [0.0, 1.0, 2.0]
    """

    def at(kind: Classes, share: Floats) -> Floats:
        angle = 2 * np.pi * (share + kind / 3)
        return np.stack([share * np.cos(angle), share * np.sin(angle)], axis=1)

    return _points(at, rows, 3, noise, seed, "spirals")


def xor(rows: int = ROWS, *, noise: float = NOISE, seed: int = 0) -> Table:
    """Clouds around the corners of a square; class 1 where just one coordinate is 1.

    Arguments as for `moons`.

    >>> xor(4, noise=0).columns["class"].tolist()
    [0.0, 1.0, 0.0, 1.0]
    """

    def at(kind: Classes, share: Floats) -> Floats:
        first = (share >= 0.5).astype(float)
        return np.stack([first, np.where(kind == 0, first, 1 - first)], axis=1)

    return _points(at, rows, 2, noise, seed, "xor")


def _points(
    at: Callable[[Classes, Floats], Floats],
    rows: int,
    classes: int,
    noise: float,
    seed: int,
    name: str,
) -> Table:
    """Points of each class in turn, spread evenly along its figure, then moved by the noise."""
    generator = np.random.default_rng(seed)
    number = np.arange(rows)
    kind, share = number % classes, (number // classes) / -(-rows // classes)
    points = at(kind, share) + generator.normal(0, noise, (rows, 2))
    columns = {"x1": points[:, 0], "x2": points[:, 1], "class": kind.astype(np.float64)}
    return Table(columns, name, targets=("class",))
