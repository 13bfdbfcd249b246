"""A derivative of the loss with a wrong sign in it."""

from conspect.check.mending.mends.regularization_sign import edits

__all__ = ["edits"]
