"""Evidence: texts, the lock, and the reading of phrases."""
