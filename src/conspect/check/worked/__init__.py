"""The figures that prove a mistake: one element worked out both ways, and by differences.

differences.py    the slope of the loss, from replays of the forward pass alone
confirmation.py   whether the true gradients agree with such slopes
numbers.py        sums and products of recorded numbers, as text that can be checked by hand
program.py        what the program works an element out from
rule.py           what the right rule works it out from
element.py        the element that shows a mistake best, with all three
"""
