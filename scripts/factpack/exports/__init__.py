"""The published files: writing them to the disk, and checking them."""
