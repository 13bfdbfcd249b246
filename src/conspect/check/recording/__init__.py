"""Watches a program: its syntax tree is rewritten so that every operation passes by a recorder.

`sites` are places in the source, `rewrite` changes the tree, `recorder` is what the rewritten
program calls, `memory` follows arrays through views and writes in place, `tape` is the result.
"""
