"""Write the explorer: a page that opens from disk."""
