"""What the database says when it refuses a posting, in the reader's language."""

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible

REFUSALS: dict[str, tuple[str, str | Promise]] = {
    "QL001": ("unknown_account", _("There is no such account.")),
    "QL002": ("unbalanced", _("A posting has two or more different accounts and its entries sum to nought.")),
    "QL003": ("amount", _("An entry moves an amount other than nought, up to 10^17 分.")),
    "QL004": ("closed", _("The account is closed.")),
    "QL005": ("overdrawn", _("There is not enough on the account.")),
    "QL006": ("key_used", _("This was posted before with other content.")),
    "QL007": ("no_posting", _("There is no such posting.")),
    "QL008": ("reversed_already", _("The posting was reversed already.")),
    "QL009": ("reversal", _("A reversal is not reversed: post anew.")),
    "QL010": ("future_receipt", _("The receipt bears a date that has not come yet.")),
    "QL011": ("not_empty", _("Only an account that stands at nought can be closed.")),
    "22003": ("amount", _("An entry moves an amount other than nought, up to 10^17 分.")),
}


class Refused(Impossible):
    """The ledger refuses: `code` says why for programs, `subject` is the account or posting meant (or None)."""

    def __init__(self, code: str, message: str, subject: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.subject = subject


def refusal(error: DatabaseError) -> Exception:
    """The `Refused` that `error` of the database means; any other error as it is."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    if state not in REFUSALS:
        return error
    detail = getattr(getattr(cause, "diag", None), "message_detail", None) or ""
    code, message = REFUSALS[state]
    return Refused(code, str(message), int(detail) if detail.isdecimal() else None)
