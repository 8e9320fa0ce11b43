"""Who checks lists, keeps watch lists, and asks for or consents to more than public facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_true, is_active, predicate

from qinglan.kernel import clock
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_the_system
from qinglan.parties.holding import administers, binds, represents
from qinglan.parties.models import Organisation, OrganisationState
from qinglan.programmes.models import DataGrant, GrantState, Watch
from qinglan.programmes.queries.checking import BANKS, banks_of


@predicate  # type: ignore[untyped-decorator]
def acts_for_bank(user: Any, bank: Any) -> bool:
    """Does business for a verified bank, guarantor, insurer or fund."""
    return (
        isinstance(bank, Organisation)
        and bank.kind in BANKS
        and bank.state == OrganisationState.VERIFIED
        and represents(user, bank)
    )


@predicate  # type: ignore[untyped-decorator]
def has_a_bank(user: Any) -> bool:
    """Does business for some verified bank, guarantor, insurer or fund."""
    return banks_of(user).exists()


@predicate  # type: ignore[untyped-decorator]
def watches(user: Any, watch: Any) -> bool:
    """Does business for the bank whose watch it is."""
    return isinstance(watch, Watch) and acts_for_bank.test(user, watch.bank)


@predicate  # type: ignore[untyped-decorator]
def is_a_side(user: Any, grant: Any) -> bool:
    """Does business for the bank that asks or the firm that is asked."""
    return isinstance(grant, DataGrant) and (represents(user, grant.bank) or represents(user, grant.firm))


@predicate  # type: ignore[untyped-decorator]
def asked_it(user: Any, grant: Any) -> bool:
    """Does business for the bank that asks."""
    return isinstance(grant, DataGrant) and acts_for_bank.test(user, grant.bank)


@predicate  # type: ignore[untyped-decorator]
def consents_for_firm(user: Any, grant: Any) -> bool:
    """Administrator or signatory of the firm: a consent binds the firm only where it authorised the person."""
    return isinstance(grant, DataGrant) and (administers(user, grant.firm) or binds(user, grant.firm))


@predicate  # type: ignore[untyped-decorator]
def consent_stands(user: Any, grant: Any) -> bool:
    """The firm consented, hasn't withdrawn, and the last day isn't over."""
    return (
        isinstance(grant, DataGrant)
        and grant.state == GrantState.GRANTED
        and grant.valid_to is not None
        and grant.valid_to >= clock.today()
    )


declare("programmes.check_codes", always_true, refusal=_("Everybody may check codes."))
declare(
    "programmes.keep_watch",
    is_active & acts_for_bank,
    refusal=_(
        "Watch lists are kept for verified banks, guarantors, insurers and funds, by their own people. Claim your organisation first."
    ),
)
declare("programmes.see_watch", is_active & watches, refusal=_("This watch list is another organisation's."))
declare(
    "programmes.use_watch_list",
    is_active & has_a_bank,
    refusal=_(
        "Watch lists and requests for data are for people of verified banks, guarantors, insurers and funds. Claim your organisation first."
    ),
)
declare(
    "programmes.ask_for_data",
    is_active & acts_for_bank,
    refusal=_(
        "Only verified banks, guarantors, insurers and funds ask firms for data, by their own people. Claim your organisation first."
    ),
)
declare(
    "programmes.see_data_grant",
    is_the_system | (is_active & is_a_side),
    refusal=_("This request is seen by the bank that asks and the firm that is asked."),
)
declare(
    "programmes.cancel_data_request",
    is_active & asked_it,
    refusal=_("Only people of the bank that asked take a request back."),
)
declare(
    "programmes.answer_data_request",
    is_active & consents_for_firm,
    refusal=_(
        "Only an administrator or an authorised signatory of the firm consents, declines or withdraws for it."
    ),
)
declare(
    "programmes.look_at_data",
    is_active & asked_it & consent_stands,
    refusal=_(
        "The firm's data is closed: there is no consent that stands today. Ask the firm again if you still need it."
    ),
)
declare("programmes.lapse_data_grants", is_the_system, refusal=_("The clock does this by itself."))
