"""The records that curators write, as frozen pydantic models.

Pure: nothing here reads a file or imports another layer.
"""
