"""Pure writers: rows and records in, {path: bytes} out. `factpack.exports.publishing` writes them to the disk."""
