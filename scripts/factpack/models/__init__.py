"""The records that curators write, as frozen pydantic models: no I/O, no other layer imported."""
