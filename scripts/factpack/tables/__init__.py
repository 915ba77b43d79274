"""Declare the tables, and fill them from a dataset."""
