"""Demonstration contracts of a pack: ``demo/contracts.yaml``, each walked by its own people up to where it stands."""
