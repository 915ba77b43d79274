"""Make the files of a release from the tables.

The functions are pure, except for Parquet, which DuckDB can only write to a disk.
"""
