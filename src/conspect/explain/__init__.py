"""Trace -> Document: a step of training, worked through by hand.

rulebook    every name of a step with the equation that gives it
selection   which elements are worked out: all, or what leads to those asked for
rounding    the one policy by which numbers are shortened for print
remarks     what a teacher would point out: corners, dead units, cancelled digits
lesson      the order in which it is told
picture     the network as units and edges with their numbers
document    what a lesson is made of; the only thing that renderers see
"""
