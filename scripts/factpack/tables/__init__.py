"""Row models, and the pure functions that make rows of a dataset."""
