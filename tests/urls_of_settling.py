"""What each kind of visitor gets of the addresses of the money of contracts, and the arguments that those take."""

from typing import Any

NONE = (302, 404, 404, 404)
"""A page of something that is not there, or is somebody else's: strangers log in first."""
SENT = (405, 405, 405, 405)
"""An act that is only posted."""
OWN = (302, 200, 200, 200)
UNITS = (302, 403, 403, 403)
"""For those who do business for an organisation."""

SETTLING: dict[str, tuple[int, int, int, int]] = {
    "contracts:bank": OWN,
    "contracts:bank-account": NONE,
    "contracts:bank-checked": NONE,
    "contracts:bank-confirm": SENT,
    "contracts:bank-line": NONE,
    "contracts:bank-line-aside": NONE,
    "contracts:bank-line-assign": SENT,
    "contracts:bank-line-back": SENT,
    "contracts:bank-line-return": NONE,
    "contracts:bank-new": UNITS,
    "contracts:bank-statement": NONE,
    "contracts:deal-claim": SENT,
    "contracts:deal-release": NONE,
    "contracts:deals": UNITS,
    "contracts:deals-apply": SENT,
    "contracts:fee": NONE,
    "contracts:fee-choose": SENT,
    "contracts:fee-pay": NONE,
    "contracts:fees": OWN,
    "contracts:followed": NONE,
    "contracts:money": NONE,
    "contracts:money-account": NONE,
    "contracts:money-add": NONE,
    "contracts:money-deposit": NONE,
    "contracts:money-move": NONE,
    "contracts:money-platform": NONE,
    "contracts:money-receipt": NONE,
    "contracts:movement-correct": NONE,
    "contracts:statement": UNITS,
}
_NUMBER = "HT-2026-000000"
_OF_CONTRACTS = (
    "followed",
    "money",
    "money-account",
    "money-add",
    "money-deposit",
    "money-platform",
    "money-receipt",
)
_BY_KEY = (
    "bank-account", "bank-confirm", "bank-line", "bank-line-aside", "bank-line-assign", "bank-line-back",
    "bank-line-return", "bank-statement", "deal-release", "deals-apply", "fee", "fee-choose", "fee-pay",
    "movement-correct",
)  # fmt: skip
SETTLING_ARGUMENTS: dict[str, list[Any]] = {
    **{f"contracts:{name}": [_NUMBER] for name in _OF_CONTRACTS},
    **{f"contracts:{name}": [0] for name in _BY_KEY},
    "contracts:bank-checked": [0, "token"],
    "contracts:money-move": [_NUMBER, 0, "refund"],
}
