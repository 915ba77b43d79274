"""What `factpack release` makes of the tables: pure, but for Parquet, which DuckDB can write only to a disk."""
