"""Define the commands, one module each.

`add_arguments` declares the arguments, `run` does the work and returns the exit code.
`factpack.cli` imports only the module of the command that runs.
"""
