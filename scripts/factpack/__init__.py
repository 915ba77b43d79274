"""Curated facts in YAML, checked by schema and by rules, exported as a Frictionless Data Package."""
