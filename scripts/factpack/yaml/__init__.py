"""Read YAML strictly, and write it in canonical form."""
