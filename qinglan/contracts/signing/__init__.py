"""Signing: stamped paper, electronic seals behind a port."""
