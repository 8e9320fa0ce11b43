"""What each kind of visitor gets of the addresses of service inventions and their income."""

from typing import Any

from tests.urls_kinds import LOGIN

_NOTHING_THERE = (302, 404, 404, 404)
_FOR_UNITS = (302, 403, 403, 403)
_LOGGED_IN = (302, 200, 200, 200)
_NUMBER, _KEY = ["ZH-2026-999999"], [10**9]
_INVENTION = ("", "-edit", "-check", "-people", "-parts", "-apply")
_CONVERSION = ("", "-edit", "-decide", "-notice", "-contract", "-begin", "-close", "-stop", "-cost", "-share")
_PLAN = ("", "-notice", "-tax", "-pay", "-file", "-equity", "-drop")
_NOTICE = ("", "-post", "-drop", "-scan", "-object")
_KEYED = (
    "use-application", "use-answer", "use-withdraw", "reward-hold", "reward-release", "share-ruling", "inventor",
    "inventor-left",
)  # fmt: skip

INCOME_ARGUMENTS: dict[str, list[Any]] = {
    **{f"contracts:invention{name}": _NUMBER for name in _INVENTION},
    **{f"contracts:conversion{name}": _NUMBER for name in _CONVERSION},
    **{f"contracts:distribution{name}": [*_NUMBER, 1] for name in _PLAN},
    **{f"contracts:share-notice{name}": _KEY for name in _NOTICE},
    **{f"contracts:{name}": _KEY for name in _KEYED},
    "contracts:conversion-reverse": [*_NUMBER, 1],
    "contracts:distribution-paper": [*_NUMBER, 1, "working", "pdf"],
    "contracts:share-notice-paper": [*_KEY, "docx"],
}
INCOME: dict[str, tuple[int, int, int, int]] = {
    **dict.fromkeys(INCOME_ARGUMENTS, _NOTHING_THERE),
    "contracts:conversion-new": _FOR_UNITS,
    "contracts:income": _FOR_UNITS,
    "contracts:income-year": LOGIN,
    "contracts:invention-new": _FOR_UNITS,
    "contracts:inventions": _FOR_UNITS,
    "contracts:inventor-new": _FOR_UNITS,
    "contracts:inventors": _FOR_UNITS,
    "contracts:own-income": _LOGGED_IN,
    "contracts:share-notices": _LOGGED_IN,
    "contracts:share-rule-new": _FOR_UNITS,
    "contracts:share-rules": _FOR_UNITS,
}
