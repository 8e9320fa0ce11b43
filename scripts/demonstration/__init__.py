"""Makes the demonstration data of the packs; see scripts/build_demonstration.py."""
