"""The command line. Each verb is a file here with a `command`; adding one is adding a file.

Nothing heavy is imported at the top of these files, so that `--help` answers at once.
"""
