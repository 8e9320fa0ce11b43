"""Who may do what with programmes: one table, a file for each noun; all are read at start-up."""

from qinglan.programmes.rules import case, handling, notice, panel, round

__all__ = ["case", "handling", "notice", "panel", "round"]
