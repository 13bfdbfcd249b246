"""From the record: which values are parameters, what each step applied, to which target.

`changes` reads an update off its operands, `chains` links the versions of a value, `targets` finds
outputs and their targets, `steps` puts updates and forward passes together, `groups` names
parameters, `losses` has the losses that may be meant, `comparison` holds the applied gradients
against the true ones.
"""
