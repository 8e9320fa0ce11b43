"""What each kind of visitor gets of the addresses of contracts, and the arguments that those take."""

from typing import Any
from uuid import UUID

from tests.urls_kinds import EVERYBODY
from tests.urls_of_income import INCOME, INCOME_ARGUMENTS
from tests.urls_of_registrations import REGISTRATION_ARGUMENTS, REGISTRATIONS
from tests.urls_of_settling import SETTLING, SETTLING_ARGUMENTS

NO_CONTRACT = (302, 404, 404, 404)
"""A page of a contract that is not there: strangers log in first."""
ONLY_SENT = (405, 405, 405, 405)
"""An act that is only posted."""
LOGGED_IN = (302, 200, 200, 200)
FOR_UNITS = (302, 403, 403, 403)
"""For those who do business for an organisation."""

CONTRACTS: dict[str, tuple[int, int, int, int]] = {
    **INCOME,
    **REGISTRATIONS,
    **SETTLING,
    "contracts:abandon": NO_CONTRACT,
    "contracts:aid": EVERYBODY,
    "contracts:aids": EVERYBODY,
    "contracts:clauses": NO_CONTRACT,
    "contracts:contract": NO_CONTRACT,
    "contracts:drop-party": ONLY_SENT,
    "contracts:edit": NO_CONTRACT,
    "contracts:figures": EVERYBODY,
    "contracts:list": LOGGED_IN,
    "contracts:milestones": NO_CONTRACT,
    "contracts:new": FOR_UNITS,
    "contracts:party": NO_CONTRACT,
    "contracts:accept": NO_CONTRACT,
    "contracts:agree-amendment": ONLY_SENT,
    "contracts:agree-ending": ONLY_SENT,
    "contracts:amend": NO_CONTRACT,
    "contracts:answer-matter": NO_CONTRACT,
    "contracts:complete": ONLY_SENT,
    "contracts:deliver": NO_CONTRACT,
    "contracts:end": NO_CONTRACT,
    "contracts:raise-matter": NO_CONTRACT,
    "contracts:refuse": NO_CONTRACT,
    "contracts:refuse-amendment": NO_CONTRACT,
    "contracts:refuse-ending": NO_CONTRACT,
    "contracts:settle-matter": NO_CONTRACT,
    "contracts:withdraw-amendment": ONLY_SENT,
    "contracts:withdraw-ending": ONLY_SENT,
    "contracts:withdraw-matter": ONLY_SENT,
    "contracts:compare-scan": NO_CONTRACT,
    "contracts:put-to-signature": NO_CONTRACT,
    "contracts:scan": NO_CONTRACT,
    "contracts:scan-page": NO_CONTRACT,
    "contracts:bring-seal": NO_CONTRACT,
    "contracts:ask-seal-again": NO_CONTRACT,
    "contracts:give-seal-up": NO_CONTRACT,
    "contracts:seal": NO_CONTRACT,
    "contracts:seal-answer": ONLY_SENT,
    "contracts:seal-root": EVERYBODY,
    "contracts:signing": NO_CONTRACT,
    "contracts:take-back": NO_CONTRACT,
    "contracts:seal-script": EVERYBODY,
    "contracts:version": NO_CONTRACT,
    "contracts:version-pdf": NO_CONTRACT,
    "contracts:mobilities": LOGGED_IN,
    "contracts:mobility": NO_CONTRACT,
    "contracts:mobility-agreement": NO_CONTRACT,
    "contracts:mobility-apply": ONLY_SENT,
    "contracts:mobility-decide": NO_CONTRACT,
    "contracts:mobility-edit": NO_CONTRACT,
    "contracts:mobility-end": NO_CONTRACT,
    "contracts:mobility-extend": NO_CONTRACT,
    "contracts:mobility-extension": NO_CONTRACT,
    "contracts:mobility-new": LOGGED_IN,
    "contracts:mobility-report": NO_CONTRACT,
    "contracts:mobility-take-back": ONLY_SENT,
    "contracts:mobility-write": NO_CONTRACT,
    "contracts:personnel": FOR_UNITS,
    "contracts:shares": LOGGED_IN,
    "contracts:new-shares": FOR_UNITS,
    "contracts:end-shares": NO_CONTRACT,
    "contracts:proofs": LOGGED_IN,
    "contracts:new-proof": FOR_UNITS,
    "contracts:proof": NO_CONTRACT,
}
NUMBER = "HT-2026-000000"
SCAN = UUID(int=0)
OF_A_STEP = (
    "accept", "agree-amendment", "agree-ending", "answer-matter", "deliver", "refuse", "refuse-amendment",
    "refuse-ending", "settle-matter", "withdraw-amendment", "withdraw-ending", "withdraw-matter",
)  # fmt: skip
"""Pages and acts of one milestone, amendment, early end or matter, by its key."""
ARGUMENTS: dict[str, list[Any]] = {
    **INCOME_ARGUMENTS,
    **REGISTRATION_ARGUMENTS,
    **SETTLING_ARGUMENTS,
    "contracts:aid": ["stamp"],
    **{f"contracts:{name}": [NUMBER] for name in ("abandon", "clauses", "contract", "edit", "milestones")},
    **{f"contracts:{name}": [NUMBER] for name in ("amend", "complete", "end", "raise-matter")},
    **{f"contracts:{name}": [10**9] for name in OF_A_STEP},
    "contracts:drop-party": [NUMBER, 1],
    "contracts:party": [NUMBER, "seller", 1],
    "contracts:compare-scan": [NUMBER, SCAN],
    "contracts:put-to-signature": [NUMBER],
    "contracts:scan": [NUMBER],
    "contracts:scan-page": [NUMBER, SCAN, "paper", 1],
    "contracts:bring-seal": [NUMBER, 1],
    "contracts:ask-seal-again": [NUMBER, 1],
    "contracts:give-seal-up": [NUMBER, 1],
    "contracts:seal": [NUMBER, 1],
    "contracts:seal-answer": [SCAN],
    "contracts:signing": [NUMBER],
    "contracts:take-back": [NUMBER],
    "contracts:version": [NUMBER, 1],
    "contracts:version-pdf": [NUMBER, 1],
    **{
        f"contracts:mobility-{name}": ["RY-2026-0000"]
        for name in ("agreement", "apply", "decide", "edit", "end", "extend", "report", "take-back")
    },
    "contracts:mobility": ["RY-2026-0000"],
    "contracts:mobility-extension": ["RY-2026-0000", 1],
    "contracts:mobility-write": [10**9],
    "contracts:end-shares": [10**9],
    "contracts:proof": ["ZM-2026-0000"],
}
