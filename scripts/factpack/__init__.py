"""Check curated facts in YAML and export a Data Package."""
