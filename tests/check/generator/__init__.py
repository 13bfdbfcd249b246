"""Writes training programs at random, right ones and ones with a known mistake.

- network: what is drawn: sizes, activations, loss, layout, optimizer, style
- rules: the right lines of a step, as text with `{names}`
- mistakes: what each kind of mistake does to these lines, and its causes
- styles: lines become a whole program: a loop, functions with dicts, a class
"""
