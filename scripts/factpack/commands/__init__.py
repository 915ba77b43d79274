"""Define the commands, one module each.

`factpack.cli` imports only the module of the command that runs.
"""
