"""The gradient of a bias is not summed over the samples."""

from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The sum over either axis."""
    value = spot.expression()
    if value is not None:
        text = spot.text(value)
        whole = text if text.isidentifier() else f"({text})"
        yield spot.instead(value, f"{whole}.sum(axis=0)")
        yield spot.instead(value, f"{whole}.sum(axis=1, keepdims=True)")
