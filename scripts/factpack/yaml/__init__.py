"""YAML: the strict reader, what scalars mean, trees that keep comments, and the form in which records are written."""
