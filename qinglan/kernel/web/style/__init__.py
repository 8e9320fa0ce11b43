"""The style page: every kind of page and component with believable, invented content.

Shown in demonstration mode or with ``DEBUG`` only. The pictures in ``docs/`` are taken from it, and
the browser tests of this app run on it.
"""
