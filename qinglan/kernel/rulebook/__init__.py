"""Packs: rules, plans and lists as dated data in YAML."""
