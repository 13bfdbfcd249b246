"""A network as a plain program that needs only NumPy.

source      the code of a rule, taken apart: what stands in the program is what ran
names       what the network's names are called in the program
methods     the rules as methods: activations and their derivatives, the loss, the optimizer
writer      the program: a class, its methods, the loop that trains it
"""
