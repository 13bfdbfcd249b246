"""How the line of a mistake might be mended: a file for each cause, with `edits(spot)`.

The surest comes first. None is shown that has not been tried.
"""
