def write(content): return {}
