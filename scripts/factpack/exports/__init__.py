"""The files that are published: pure writers, rows and records in, {path: bytes} out; then to the disk, and checked."""
