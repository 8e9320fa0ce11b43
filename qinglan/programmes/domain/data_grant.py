"""Verbs on what firms let banks see beyond public facts: ask, consent, decline, withdraw, look, run out."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import NATION, NoRule, rule_on
from qinglan.parties.models import Organisation, OrganisationState
from qinglan.programmes.checking import events, todos, told
from qinglan.programmes.models import DataGrant, DataLook, DataPart, GrantState

LENGTH = "bank.data-consent"
_UNLESS_RULED = 30
"""Days a consent lasts at most where no pack says otherwise."""


def longest(on: date) -> date:
    """The last day that a consent given on `on` may have: natural days, since more was not agreed."""
    try:
        days = int(content_of(rule_on(LENGTH, on, NATION)).number)  # type: ignore[union-attr]
    except NoRule:
        days = _UNLESS_RULED
    return on + timedelta(days=days)


@transaction.atomic
def ask_for_data(
    *, acting_user: Any, bank: Organisation, firm: Organisation, parts: Sequence[str], purpose: str
) -> DataGrant:
    """Ask a firm to let the bank see `parts` for a stated purpose.

    Raises PermissionRefused; Impossible for no parts or purpose, oneself, a firm that nobody acts for here, or
    while a request of the bank to this firm is open.
    """
    permissions.require(acting_user, "programmes.ask_for_data", bank)
    wanted = [part for part in DataPart.values if part in parts]
    why = " ".join(purpose.split())[:300]
    if not wanted:
        raise Impossible(_("Choose which data you need."), field="parts")
    if not why:
        raise Impossible(_("Say what you need it for: the firm decides by it."), field="purpose")
    if firm.pk == bank.pk:
        raise Impossible(_("This is your own organisation."), field="code")
    if firm.state != OrganisationState.VERIFIED:
        raise Impossible(
            _("Nobody who is verified acts for this firm here yet, so nobody can consent for it."),
            field="code",
        )
    try:
        with transaction.atomic():
            made = DataGrant.objects.create(
                bank=bank, firm=firm, parts=wanted, purpose=why, asked_at=clock.now(), asked_by=acting_user
            )
    except IntegrityError as error:
        raise Impossible(
            _("A request of yours to this firm is open already, or its consent still stands."), field="code"
        ) from error
    events.record(acting_user, events.ASKED, made, parts=wanted, purpose=why)
    _tell(acting_user, made, firm, told.ASKED)
    todos.asked(acting_user, made)
    return made


@transaction.atomic
def consent_to_data(*, acting_user: Any, grant: DataGrant, valid_to: date | None = None) -> DataGrant:
    """Consent for the firm, until `valid_to` (itself included), at most the length of the rule.

    Raises PermissionRefused; Impossible where it was settled already, or for a day that can't be.
    """
    held = _locked(acting_user, grant, "programmes.answer_data_request")
    _require(held, GrantState.ASKED)
    today = clock.today()
    last = longest(today)
    until = valid_to or last
    if not today <= until <= last:
        raise Impossible(
            _("A consent lasts from today to {last} at most. Choose a day between.").format(last=last),
            field="valid_to",
        )
    held.valid_to = until
    _answer(acting_user, held, GrantState.GRANTED)
    events.record(acting_user, events.GRANTED, held, parts=held.parts, valid_to=until.isoformat())
    _tell(acting_user, held, held.bank, told.GRANTED)
    return held


@transaction.atomic
def decline_data(*, acting_user: Any, grant: DataGrant) -> DataGrant:
    """Decline for the firm; the bank is told in neutral words. Raises PermissionRefused, Impossible."""
    held = _locked(acting_user, grant, "programmes.answer_data_request")
    _require(held, GrantState.ASKED)
    _answer(acting_user, held, GrantState.DECLINED)
    events.record(acting_user, events.DECLINED, held)
    _tell(acting_user, held, held.bank, told.DECLINED)
    return held


@transaction.atomic
def withdraw_data_consent(*, acting_user: Any, grant: DataGrant) -> DataGrant:
    """Withdraw a consent: the data is closed at once. Raises PermissionRefused; Impossible where none stands."""
    held = _locked(acting_user, grant, "programmes.answer_data_request")
    _require(held, GrantState.GRANTED)
    _end(held, GrantState.WITHDRAWN)
    events.record(acting_user, events.WITHDRAWN, held)
    _tell(acting_user, held, held.bank, told.WITHDRAWN)
    return held


@transaction.atomic
def cancel_data_request(*, acting_user: Any, grant: DataGrant) -> DataGrant:
    """Take a request back before it is answered. Raises PermissionRefused, Impossible."""
    held = _locked(acting_user, grant, "programmes.cancel_data_request")
    _require(held, GrantState.ASKED)
    _end(held, GrantState.CANCELLED)
    events.record(acting_user, events.CANCELLED, held)
    todos.cancelled(acting_user, held)
    return held


@transaction.atomic
def look_at_data(*, acting_user: Any, grant: DataGrant) -> DataGrant:
    """Note that the bank looks at what the firm consented to, before it is shown; the firm reads the note.

    The row is locked: a look after a withdrawal can't be. Raises PermissionRefused.
    """
    held = _locked(acting_user, grant, "programmes.look_at_data")
    DataLook.objects.create(grant=held, reader=acting_user, read_at=clock.now())
    events.record(acting_user, events.LOOKED, held, parts=held.parts)
    return held


def lapse_data_grants(*, acting_user: Any) -> int:
    """Note the consents whose last day is over, each in its own transaction; how many. Raises PermissionRefused.

    Nothing waits for this: a consent gives nothing after its last day.
    """
    permissions.require(acting_user, "programmes.lapse_data_grants")
    over = DataGrant.objects.filter(state=GrantState.GRANTED, valid_to__lt=clock.today())
    return sum(one_by_one("programmes.lapse_data_grants", over, partial(_lapse, acting_user)))


def _lapse(acting_user: Any, key: int) -> bool:
    held = DataGrant.objects.select_for_update(of=("self",)).select_related("bank", "firm").get(pk=key)
    if held.state != GrantState.GRANTED or held.valid_to is None or held.valid_to >= clock.today():
        return False
    _end(held, GrantState.LAPSED)
    events.record(acting_user, events.LAPSED, held, last_day=held.valid_to.isoformat())
    return True


def _locked(acting_user: Any, grant: DataGrant, permission: str) -> DataGrant:
    rows = DataGrant.objects.select_for_update(of=("self",)).select_related("bank", "firm")
    held = rows.get(pk=grant.pk)
    permissions.require(acting_user, permission, held)
    return held


def _require(held: DataGrant, state: GrantState) -> None:
    if held.state != state:
        raise Impossible(
            _("This request is “{now}” by now. Reload the page.").format(now=held.get_state_display())
        )


def _answer(acting_user: Any, held: DataGrant, state: GrantState) -> None:
    now = clock.now()
    held.state, held.answered_at, held.answered_by = state, now, acting_user
    if state == GrantState.DECLINED:
        held.ended_at = now
    held.save()
    todos.answered(acting_user, held)


def _end(held: DataGrant, state: GrantState) -> None:
    held.state, held.ended_at = state, clock.now()
    held.save(update_fields=["state", "ended_at"])


def _tell(acting_user: Any, grant: DataGrant, to: Organisation, template: str) -> None:
    told.tell(
        acting_user=acting_user, organisation=to, template=template, values=told.words_of(grant),
        url=grant.get_absolute_url(),
    )  # fmt: skip
