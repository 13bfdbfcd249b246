"""The gradient of a bias is a mean where it should be a sum, or the other way round."""

from conspect.check.mending.mends.batch_scale import edits

__all__ = ["edits"]
