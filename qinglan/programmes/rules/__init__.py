"""Who may do what with programmes: one table, a file for each noun; all are read at start-up."""

from qinglan.programmes.rules import audit, award, case, checking, handling, money, notice, panel, round

__all__ = ["audit", "award", "case", "checking", "handling", "money", "notice", "panel", "round"]
