"""Make what `factpack release` writes from the tables: pure, but for Parquet, which DuckDB can write only to a disk."""
