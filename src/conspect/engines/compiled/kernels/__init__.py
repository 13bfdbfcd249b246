"""Kernels: what a compiled network calls. Their files are copied into its source one by one.

Layers and optimizers that work element by element need no kernel: loops are made of their own
functions. Kernels are named after the equation that they work out: `dense_z`, `dense_dW`. They take
buffers that may be longer than the batch, and how many rows count; `add` says whether a result is
added to what is there already, where several paths join.
"""
