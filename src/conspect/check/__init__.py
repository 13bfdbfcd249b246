"""Finds the mistake in somebody's own backpropagation.

The program runs in a child process (`run`), rewritten so that it is watched (`recording`); from the
record come parameters, updates, target and loss (`analysis`), the true gradients (`derivatives`),
the verdict, and the names of the mistakes (`mistakes`, a cause a file). What crosses back to the
parent, and what the reports show, is `findings`.
"""
