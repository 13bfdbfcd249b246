"""What a check has found, told to people: `Report` -> `Sheet`, for the terminal and the page.

sheet.py      verdict first, then the mistakes, notes last
loss.py       the names of the usual losses
mistake.py    one mistake: its place, the formula, an element both ways, the mended line
source.py     lines of the program, fit to be shown: nothing hidden in them takes effect
"""
