"""Verbs on personal data: ask for correction or erasure, answer, erase, consent, keep the times of keeping."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.periods import Length, Unit, end_of_period
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import NATION, NoRule, rule_on
from qinglan.parties import account_events, personal_events, todos
from qinglan.parties.domain.account import system_user
from qinglan.parties.models.expert import ExpertPrivate
from qinglan.parties.models.personal_data import (
    Consent,
    ConsentPurpose,
    DataRequest,
    DataRequestKind,
    DataRequestState,
    Retention,
)
from qinglan.parties.models.user import User
from qinglan.parties.personal_data import PROVIDERS, duties_of
from qinglan.parties.retention import ERASERS

ANSWER = "privacy.request-answer"
PROFILE, FEES = "expert-profile", "fee-payment"
"""The purposes that public profiles of experts and identity numbers rest on."""
_UNLESS_RULED = Length(15, Unit.WORKING_DAY)


def due_on(asked: date) -> date:
    """Until when a request of that day is answered, by the rule in force; 15 working days where none is."""
    try:
        content = content_of(rule_on(ANSWER, asked, NATION))
        length = Length(int(content.number), Unit(content.unit))  # type: ignore[union-attr]
    except NoRule:
        length = _UNLESS_RULED
    last = end_of_period(asked, length, national_calendar()).last_day
    return last or asked + timedelta(days=30)


@transaction.atomic
def ask(*, acting_user: User, kind: str, text: str = "") -> DataRequest:
    """Ask for correction (saying what) or erasure of one's own data.

    Erasure is refused at once, with the reasons, while open duties stand. Raises Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "personal.own")
    words = text.strip()[:1000]
    if kind == DataRequestKind.CORRECTION and not words:
        raise Impossible(_("Say what is wrong, and how it is right."), field="text")
    if kind == DataRequestKind.ERASURE and (duties := duties_of(acting_user)):
        raise Impossible(" ".join(duties))
    now = clock.now()
    try:
        with transaction.atomic():
            made = DataRequest.objects.create(
                user=acting_user,
                kind=kind,
                text=words,
                made_at=now,
                due_on=due_on(clock.today()),
                state=DataRequestState.OPEN,
            )
    except IntegrityError as error:
        raise Impossible(_("A request of this kind waits for an answer already.")) from error
    account_events.record(acting_user, personal_events.ASKED, acting_user, request=made.pk, about=kind)
    todos.data_asked(acting_user, made)
    return made


@transaction.atomic
def withdraw(*, acting_user: User, request: DataRequest) -> DataRequest:
    """Take one's own request back. Raises Impossible (settled already), PermissionRefused."""
    permissions.require(acting_user, "personal.own")
    held = _open(request)
    if held.user_id != acting_user.pk:
        raise permissions.PermissionRefused("personal.own", _("This is somebody else's request."))
    _close(held, DataRequestState.WITHDRAWN, "", acting_user)
    todos.data_settled(acting_user, held)
    return held


@transaction.atomic
def answer(*, acting_user: Any, request: DataRequest, grant: bool, text: str) -> DataRequest:
    """Answer a request; an erasure that is granted is done in the same transaction.

    In this order: 1. permission, lock, state, an answer in words; the to-do closes; 2. where erasure is granted: duties that
    still stand refuse it, then every provider erases (personal fields emptied, the account closed under
    another name, values beside event chains deleted); 3. the request is settled, its own words go with an
    erasure; 4. the event; 5. the person is told, unless he has no account any more. Raises Impossible,
    PermissionRefused.
    """
    permissions.require(acting_user, "personal.settle", request)
    held = _open(request)
    words = text.strip()[:1000]
    if not words:
        raise Impossible(_("Write an answer: what was done, or why it can't be."), field="answer")
    erased = grant and held.kind == DataRequestKind.ERASURE
    person = User.objects.select_for_update(no_key=True).get(pk=held.user_id)
    _close(held, DataRequestState.DONE if grant else DataRequestState.REFUSED, words, acting_user)
    todos.data_settled(acting_user, held)
    if erased:
        if duties := duties_of(person):
            raise Impossible(" ".join(duties))
        for provider in PROVIDERS.values():
            provider.erase(person)
        DataRequest.objects.filter(pk=held.pk).update(answer="")
    account_events.record(
        acting_user,
        personal_events.ERASED if erased else personal_events.ANSWERED,
        person,
        request=held.pk,
        granted=grant,
    )
    if not erased:
        send_message(
            acting_user=acting_user,
            recipients=[person],
            template=personal_events.ANSWER_MESSAGE,
            values={"answer": words},
            url="/account/data/",
        )
    held.refresh_from_db()
    return held


def _open(request: DataRequest) -> DataRequest:
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != DataRequestState.OPEN:
        raise Impossible(
            _("This request was settled already: {state}.").format(state=held.get_state_display())
        )
    return held


def _close(held: DataRequest, state: DataRequestState, words: str, by: Any) -> None:
    held.state, held.answer = state, words
    held.settled_at, held.settled_by = clock.now(), by
    held.save()


@transaction.atomic
def consent(*, acting_user: User, purpose: ConsentPurpose) -> Consent:
    """Consent to a purpose in its present words. Raises Impossible (given already), PermissionRefused."""
    permissions.require(acting_user, "personal.own")
    try:
        with transaction.atomic():
            made = Consent.objects.create(
                user=acting_user, purpose=purpose, digest=purpose.digest, given_at=clock.now()
            )
    except IntegrityError as error:
        raise Impossible(_("You consented to this already.")) from error
    account_events.record(
        acting_user, personal_events.CONSENTED, acting_user, purpose=purpose.pk, words=purpose.digest
    )
    return made


@transaction.atomic
def withdraw_consent(*, acting_user: User, purpose: ConsentPurpose) -> Consent:
    """Withdraw a consent; what rested on it ends: the public profile, the identity number.

    Raises Impossible (none stands), PermissionRefused.
    """
    permissions.require(acting_user, "personal.own")
    held = (
        Consent.objects.select_for_update()
        .filter(user=acting_user, purpose=purpose, withdrawn_at__isnull=True)
        .first()
    )
    if held is None:
        raise Impossible(_("You have not consented to this."))
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    expert = getattr(acting_user, "expert", None)
    if expert is not None and purpose.pk == PROFILE and expert.is_shown:
        type(expert).objects.filter(pk=expert.pk).update(is_shown=False, revision=expert.revision + 1)
    if expert is not None and purpose.pk == FEES:
        ExpertPrivate.objects.filter(expert=expert).update(id_number="")
    account_events.record(acting_user, personal_events.CONSENT_WITHDRAWN, acting_user, purpose=purpose.pk)
    return held


def agree(acting_user: User, purpose: str) -> None:
    """Consent to a purpose unless that stands already, within the caller's transaction.

    Raises Impossible where the packs of this city do not say what is consented to.
    """
    if has_consented(acting_user, purpose):
        return
    found = ConsentPurpose.objects.filter(pk=purpose).first()
    if found is None:
        raise Impossible(_("What you would consent to is not laid down here yet. Ask the office."))
    consent(acting_user=acting_user, purpose=found)


def has_consented(user: Any, purpose: str) -> bool:
    """Whether a consent to the purpose stands."""
    return Consent.objects.filter(user=user, purpose_id=purpose, withdrawn_at__isnull=True).exists()


def keep_times(*, acting_user: Any) -> dict[str, int]:
    """Erase what is past its time by the rules of packs; how many of each kind. Raises PermissionRefused.

    Each kind is one transaction, and one that fails stops no other; run twice, the second run finds nothing.
    """
    permissions.require(acting_user, "personal.keep_time")
    rules = Retention.objects.filter(erases=True, slug__in=list(ERASERS))
    return dict(one_by_one("personal.keep_times", rules, _keep_time))


def _keep_time(slug: str) -> tuple[str, int]:
    before = clock.today() - timedelta(days=_days(Retention.objects.get(pk=slug).months))
    count = ERASERS[slug](before)
    if count:
        system = system_user()
        account_events.record(
            system, personal_events.TIME_KEPT, system, rule=slug, count=count, before=before
        )
    return slug, count


def _days(months: int) -> int:
    today = clock.today()
    return Length(months, Unit.MONTH).natural_days_after(today)
