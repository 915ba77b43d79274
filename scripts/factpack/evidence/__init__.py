"""Read phrases, and check them against texts and the lock."""
