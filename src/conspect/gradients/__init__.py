"""Gradients that somebody has as a function, held against the loss itself.

arrays.py       the person's arrays and our float64
objective.py    the person's loss: called on copies, watched
path.py         the loss along one direction
slopes.py       the slope of a path, with an error estimate
judge.py        one claimed slope against the true one: right, wrong, or at a kink
probing.py      which directions are tried, and how a wrong element is found in a large array
relations.py    how a wrong gradient relates to the true one
result.py       what is told
checking.py     check_gradients, assert_gradients
pytest_plugin.py  the same as a pytest fixture
"""
