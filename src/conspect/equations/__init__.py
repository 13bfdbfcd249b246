"""The small language of equations: how a layer's rules are stated, as a textbook prints them.

tree       what an equation is made of
parse      text -> tree
evaluate   tree -> numbers, by loops, in any arithmetic
functions  the few functions of the language, in each arithmetic
substitute new names for symbols, one element of an array, numbers for symbols
write      tree -> text: precedence and signs, for every notation
"""
