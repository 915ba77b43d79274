"""Define the records that curators write, as frozen pydantic models."""
