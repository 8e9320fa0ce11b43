"""What each kind of visitor gets of the addresses of registrations, and the arguments that those take."""

from typing import Any

NO_REGISTRATION = (302, 404, 404, 404)
"""A page of a registration that is not there: strangers log in first."""
ONLY_SENT = (405, 405, 405, 405)
_PAGES = (
    "amounts", "answers", "bring-back", "cancel", "change", "conclude", "correct-number", "green", "not-green", "number", "opinion", "paper",
    "pass", "project", "recheck", "refusal", "refuse", "return", "review", "settle-change", "sheet", "withdraw",
)  # fmt: skip
_ACTS = ("accept", "file", "hand-in", "take-back")
REGISTRATIONS: dict[str, tuple[int, int, int, int]] = {
    "contracts:registrations": (302, 200, 200, 200),
    "contracts:registration-queue": (302, 403, 200, 403),
    "contracts:registration-offices": (302, 403, 200, 403),
    "contracts:registration-office": (302, 403, 404, 403),
    "contracts:registration": NO_REGISTRATION,
    "contracts:registration-side": NO_REGISTRATION,
    "contracts:registration-difference": NO_REGISTRATION,
    "contracts:registration-prepare": ONLY_SENT,
    **{f"contracts:registration-{name}": NO_REGISTRATION for name in _PAGES},
    **{f"contracts:registration-{name}": ONLY_SENT for name in _ACTS},
}
_NONE = 10**9
REGISTRATION_ARGUMENTS: dict[str, list[Any]] = {
    **{f"contracts:registration-{name}": [_NONE] for name in (*_PAGES, *_ACTS, "office")},
    "contracts:registration": [_NONE],
    "contracts:registration-side": [_NONE, "seller"],
    "contracts:registration-difference": [_NONE, 1],
    "contracts:registration-prepare": ["HT-2026-000000"],
}
