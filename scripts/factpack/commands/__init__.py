"""Define the commands, one module each.

`register` adds the arguments, `run` does the work and returns the exit code.
A module imports at its top only what is light; what a command needs is imported when it runs.
"""
