"""Who may do what with programmes: one table, a file for each noun; all are read at start-up."""

from qinglan.programmes.rules import award, case, checking, handling, money, notice, panel, round

__all__ = ["award", "case", "checking", "handling", "money", "notice", "panel", "round"]
