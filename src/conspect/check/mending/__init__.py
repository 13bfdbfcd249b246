"""The mended line: tried out, and shown only if the program with it is right.

names.py         the names that may be written in a line, and the arrays that they stand for
alternatives.py  other texts for the marked part, under which its value would be right
texts.py         the text of a marked expression: its operands, its brackets
spot.py          the marked part of the source as a piece of syntax
mends/           for each cause how its line might be mended, one file each
proof.py         runs the program with a line mended, and keeps the line if that mends the gradients
"""
