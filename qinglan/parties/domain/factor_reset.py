"""Verbs on a lost second factor: ask for a new one, confirm at the counter, refuse."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import minute
from qinglan.parties import account_events, identity_events, sending
from qinglan.parties.domain.code import use_code
from qinglan.parties.models import Code, Session, User
from qinglan.parties.models.factor_reset import FactorReset, ResetState


def ask_reset(*, code_id: int | None, typed: str, destination: str) -> FactorReset:
    """Whoever got the code at his number or mailbox asks for a new second factor; nothing changes yet.

    Raises Impossible (wrong code, no factor to reset, asked already). Must not run inside a transaction
    that may be rolled back, as `use_code`.
    """
    account = use_code(code_id=code_id, purpose=Code.Purpose.FACTOR, typed=typed, destination=destination)
    if not Authenticator.objects.filter(user=account).exists():
        raise Impossible(_("Your account has no second factor: log in with password or code."))
    try:
        with transaction.atomic():
            made = FactorReset.objects.create(account=account, asked_at=clock.now(), state=ResetState.OPEN)
            account_events.record(account, identity_events.RESET_ASKED, account)
            _tell(account, _("a reset was asked for"))
    except IntegrityError as error:
        raise Impossible(
            _("You asked for this already. Come to the counter with your identity card.")
        ) from error
    return made


@transaction.atomic
def settle_reset(*, acting_user: Any, reset: FactorReset, confirmed: bool, reason: str) -> FactorReset:
    """A security administrator, another person, checked who stands at the counter; or refuses.

    In this order: 1. permission, not oneself, lock, state, how identity was checked; 2. confirmed: all
    factors and recovery codes go, and all sessions end, so that the next login sets up a new factor;
    3. the event; 4. a notice to number and mailbox. Raises Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "personal.reset_factor", reset)
    if reset.account_id == acting_user.pk:
        raise permissions.PermissionRefused(
            "personal.reset_factor", _("Another security administrator must confirm your own reset.")
        )
    held = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if held.state != ResetState.OPEN:
        raise Impossible(
            _("This request was settled already: {state}.").format(state=held.get_state_display())
        )
    line = " ".join(reason.split())[:300]
    if not line:
        raise Impossible(_("Say how you checked who he is: document, and where."), field="reason")
    account = User.objects.select_for_update(no_key=True).get(pk=held.account_id)
    held.state = ResetState.DONE if confirmed else ResetState.REFUSED
    held.settled_by, held.settled_at, held.reason = acting_user, clock.now(), line
    held.save()
    if confirmed:
        Authenticator.objects.filter(user=account).delete()
        Session.objects.filter(user=account).delete()
    kind = identity_events.RESET_DONE if confirmed else identity_events.RESET_REFUSED
    account_events.record(acting_user, kind, account, personal={"reason": line}, reset=held.pk)
    _tell(
        account,
        _("it was removed; set up a new one at the next login") if confirmed else _("the reset was refused"),
    )
    return held


def _tell(account: User, what: str) -> None:
    values = {"what": what, "time": minute(clock.now())}
    for destination in (account.mobile, account.email):
        sending.send_notice(destination, identity_events.RESET_NOTICE, values)
