"""Anomalies: rules that look through a scheme's year for what an auditor would ask about."""

from qinglan.programmes.audit.anomalies import (
    awards,
    claims,
    conflicts,
    decisions,
    notices,
    payees,
    relations,
)
from qinglan.programmes.audit.anomalies.registry import ANOMALIES, Anomaly, Hit, Subject, found

__all__ = [
    "ANOMALIES",
    "Anomaly",
    "Hit",
    "Subject",
    "awards",
    "claims",
    "conflicts",
    "decisions",
    "found",
    "notices",
    "payees",
    "relations",
]
