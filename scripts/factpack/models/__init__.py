"""Define the records that curators write, as frozen pydantic models.

Nothing here reads a file or imports another package of factpack.
"""
