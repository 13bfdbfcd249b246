"""The network as a drawn graph.

captions    what is written beside each unit and edge: names, numbers, gradients
boxes       rectangles, and how wide a text is
layout      where everything stands, so that nothing covers anything else
labels      where the edges' labels stand
paint       the SVG of what is laid out
film        the same graph, moving: epoch after epoch
"""
