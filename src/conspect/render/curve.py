"""A small curve in the terminal."""

from collections.abc import Sequence

import numpy as np

_BLOCKS = " ▁▂▃▄▅▆▇█"
_MARK = "*"


def curve(
    values: Sequence[float], *, width: int = 60, height: int = 6, ascii_only: bool = False
) -> list[str]:
    r"""The values from left to right as rows of text, the largest and the smallest named.

    Each column stands for one value, or the mean of several. Values that are not finite are left
    out.

    Args:
        values: in order.
        width, height: in characters.
        ascii_only: for terminals that know no blocks.

    >>> print("\n".join(curve([3, 2, 1, 1], height=2, ascii_only=True)))
    3 |*
    1 |****
    """
    finite = np.array([value for value in values if np.isfinite(value)], dtype=np.float64)
    if not len(finite):
        return []
    columns = [float(part.mean()) for part in np.array_split(finite, min(width, len(finite)))]
    low, high = min(columns), max(columns)
    share = [(value - low) / (high - low) if high > low else 0.0 for value in columns]
    # Even the smallest value shows: it fills the lowest mark.
    marks = 1 if ascii_only else len(_BLOCKS) - 1
    levels = [1 + round(part * (height * marks - 1)) for part in share]
    titles = [f"{high:.4g}", *[""] * (height - 2), f"{low:.4g}"]
    margin = max(map(len, titles))
    rule = "|" if ascii_only else "│"
    rows = []
    for row, title in zip(range(height - 1, -1, -1), titles, strict=True):
        cells = [min(max(level - row * marks, 0), marks) for level in levels]
        drawn = "".join(_MARK * cell or " " if ascii_only else _BLOCKS[cell] for cell in cells)
        rows.append(f"{title:>{margin}} {rule}{drawn}".rstrip())
    return rows
