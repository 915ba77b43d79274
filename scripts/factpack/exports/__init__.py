"""Write, publish and check the exports.

Writers are pure functions: they take rows and records and return {path: bytes}.
"""
