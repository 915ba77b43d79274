"""Make the files of a release from the tables.

The functions write no files, except for Parquet: DuckDB can only write it to disk.
"""
