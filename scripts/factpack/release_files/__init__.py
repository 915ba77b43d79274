"""Make the files of a release from the tables."""
