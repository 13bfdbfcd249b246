"""The true gradients: reverse mode over the recorded operations, and replaying them.

`names` says what an operation is, `elementwise`, `reductions`, `products` and `moves` have the
adjoint rules, `reverse` goes through the record backwards, `replay` forwards with other values.
"""
