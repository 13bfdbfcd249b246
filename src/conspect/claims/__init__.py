"""Somebody's number against the true one, and the mistake that yields it.

claim.py      a name and a number as it was written, with its few digits
version.py    a step of training with one mistake in it
mistakes/     the known mistakes, one file each
lookup.py     tries them all
verdict.py    what is told
"""
