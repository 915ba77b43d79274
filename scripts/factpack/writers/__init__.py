"""Pure writers: rows and records in, {path: bytes} out. `disk` alone touches the disk."""
