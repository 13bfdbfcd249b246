"""Engines: how the steps of a network are run. `reference` reads like the design."""
