"""Evidence: the articles' texts, the lock that attests phrases, and what can be read from a phrase."""
