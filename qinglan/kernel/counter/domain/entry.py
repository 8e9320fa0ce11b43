"""Verbs of the counter: type for somebody, confirm or decline as the owner, take back, let lapse."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.counter import own_kinds
from qinglan.kernel.counter.acts import ACTS, CounterAct, data_of
from qinglan.kernel.counter.models import Entry, EntryState
from qinglan.kernel.drafts.values import Values, checked
from qinglan.kernel.history.context import acting_as
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.messages.domain.link import make_link, open_link, use_link
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import TaskLink
from qinglan.kernel.web.dates import minute

DAYS = 3
"""Days within which the owner confirms; afterwards nothing is done."""
AT_ONCE = ("sms", "mail")


@transaction.atomic
def type_entry(
    *, acting_user: Any, act: str, subject: str, owner: Any, values: Mapping[str, list[str]]
) -> Entry:
    """Keep a form that an officer typed for `owner`, and ask the owner to confirm it.

    1. The officer may type; the owner may do the act himself; the form is right as it stands.
    2. Writes the entry, appends ``counter.typed`` with the digest of what was typed.
    3. Sends the owner a link by short message and mail, and into his inbox.

    Nothing else is changed. Raises PermissionRefused, Impossible (an owner who can't be reached, an
    entry of the same act that waits already).
    """
    permissions.require(acting_user, "counter.type")
    one = ACTS[act]
    thing = _subject(one, subject)
    _check_owner(acting_user, one, owner, thing)
    kept = checked(values)
    form = one.form(thing, data_of(kept))
    if not form.is_valid():
        raise Impossible(_("The form has errors. Correct them first."))
    now = clock.now()
    about = one.about(thing, form)[:200]
    link, token = make_link(
        acting_user=acting_user, user=owner, purpose=str(one.title), subject=f"{act}:{subject}"[:120],
        url=reverse("counter:entries"), days=DAYS,
    )  # fmt: skip
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                act=act,
                subject=subject,
                about=about,
                officer=acting_user,
                owner=owner,
                values=kept,
                digest=digest_of(kept),
                link=link,
                typed_at=now,
                expires_at=now + timedelta(days=DAYS),
            )
    except IntegrityError as error:
        raise Impossible(
            _("The same has been typed for this person and waits for an answer. Take it back first.")
        ) from error
    payload = {"act": act, "owner": f"user:{owner.pk}", "digest": entry.digest}
    _note(own_kinds.TYPED, entry, acting_user, payload)
    said = {
        "act": str(one.title),
        "officer": str(acting_user),
        "subject": about,
        "until": minute(entry.expires_at),
    }
    send_message(
        acting_user=acting_user,
        recipients=[owner],
        template=own_kinds.TO_CONFIRM,
        values=said,
        url=reverse("counter:confirm", args=[token]),
        at_once=AT_ONCE,
    )
    return entry


def entry_of(token: str) -> Entry:
    """The entry that a link opens. Raises LinkClosed for a link that is unknown, old or used."""
    link = open_link(token)
    return Entry.objects.select_related("officer", "owner", "link").get(link=link)


@transaction.atomic
def confirm_entry(*, acting_user: Any, token: str, code: str) -> Entry:
    """Do what was typed, with the owner as acting user. `acting_user` is the owner, whom the link names.

    1. Locks the entry; checks that it waits, and that it has not expired.
    2. Uses up the link with the code that was sent to the owner.
    3. Builds the form anew from what was typed (its digest must be the one on record) and calls the
       verb as the owner; whatever the verb refuses, it refuses here.
    4. Stores the state and empties the values, appends ``counter.confirmed`` with the officer's key.

    The history of the rows says “typed by user:… at the counter”. Raises LinkClosed, WrongCode,
    Impossible, StaleEdit, PermissionRefused; then nothing is done.
    """
    entry = _locked(token)
    if entry.owner_id != acting_user.pk:
        raise Impossible(_("This was typed for somebody else."))
    use_link(token, code=code, purpose=entry.link.purpose, subject=entry.link.subject)
    one = ACTS[entry.act]
    thing = _subject(one, entry.subject)
    answer = one.allowed(entry.owner, thing)
    if not answer:
        raise permissions.PermissionRefused(entry.act, answer.reason)
    form = one.form(thing, data_of(entry.values))
    if digest_of(entry.values) != entry.digest or not form.is_valid():
        raise Impossible(_("The form no longer fits. Ask the officer to type it again."))
    with acting_as(entry.owner, f"typed by user:{entry.officer_id} at the counter, entry {entry.pk}"):
        entry.result_url = one.run(entry.owner, entry.officer, thing, form)[:300]
        _end(entry, EntryState.CONFIRMED)
        payload = {"act": entry.act, "typed_by": f"user:{entry.officer_id}", "digest": entry.digest}
        _note(own_kinds.CONFIRMED, entry, entry.owner, payload)
    _tell_officer(entry)
    return entry


@transaction.atomic
def decline_entry(*, acting_user: Any, token: str, reason: str = "") -> Entry:
    """Refuse what was typed; nothing is done. Needs the link alone: declining harms nobody."""
    entry = _locked(token)
    if entry.owner_id != acting_user.pk:
        raise Impossible(_("This was typed for somebody else."))
    with acting_as(entry.owner, f"declined through the link, entry {entry.pk}"):
        entry.reason = reason.strip()[:200]
        _end(entry, EntryState.DECLINED)
        _note(own_kinds.DECLINED, entry, entry.owner, {"act": entry.act})
    _tell_officer(entry)
    return entry


@transaction.atomic
def withdraw_entry(*, acting_user: Any, entry: Entry) -> Entry:
    """The officer takes back what he typed. Raises Impossible when it no longer waits, PermissionRefused."""
    locked = Entry.objects.select_for_update(of=("self",)).select_related("link", "owner").get(pk=entry.pk)
    permissions.require(acting_user, "counter.withdraw", locked)
    _check_waits(locked)
    _end(locked, EntryState.WITHDRAWN)
    _note(own_kinds.WITHDRAWN, locked, acting_user, {"act": locked.act})
    return locked


def lapse_entries() -> int:
    """End the entries whose time is over, each in a transaction of its own; how many. For the job by the clock."""
    old = Entry.objects.filter(state=EntryState.WAITING, expires_at__lte=clock.now())
    return sum(one_by_one("counter.lapse", old, _lapse))


def _lapse(key: int) -> bool:
    rows = Entry.objects.select_for_update(of=("self",), skip_locked=True).select_related("link")
    entry = rows.filter(pk=key, state=EntryState.WAITING, expires_at__lte=clock.now()).first()
    if entry is None:
        return False
    _end(entry, EntryState.LAPSED)
    _note(own_kinds.LAPSED, entry, "system", {"act": entry.act})
    return True


def digest_of(values: Values) -> str:
    """SHA-256 over the values in one fixed form."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _subject(one: CounterAct, key: str) -> Any:
    if one.subject is None:
        return None
    thing = one.subject(key)
    if thing is None:
        raise Impossible(_("What this is about is no longer on record."))
    return thing


def _check_owner(officer: Any, one: CounterAct, owner: Any, thing: Any) -> None:
    if owner.pk == officer.pk:
        raise Impossible(_("Nobody types for himself at the counter."), field="owner")
    if not owner.is_active:
        raise Impossible(_("This account is closed."), field="owner")
    if not (getattr(owner, "mobile", "") or getattr(owner, "email", "")):
        raise Impossible(
            _("This account has no mobile number and no mailbox, so its owner can't confirm."), field="owner"
        )
    answer = one.allowed(owner, thing)
    if not answer:
        raise Impossible(
            _("The owner may not do this himself: {reason}").format(reason=answer.reason), field="owner"
        )


def _locked(token: str) -> Entry:
    link = open_link(token)
    entry = (
        Entry.objects.select_for_update(of=("self",))
        .select_related("link", "owner", "officer")
        .filter(link=link)
        .first()
    )
    if entry is None:
        raise Impossible(_("This link was made for something else."))
    _check_waits(entry)
    return entry


def _check_waits(entry: Entry) -> None:
    if entry.state != EntryState.WAITING:
        raise Impossible(_("This was answered already: {state}.").format(state=entry.get_state_display()))
    if entry.expires_at <= clock.now():
        raise Impossible(_("The time to confirm is over. Nothing was done."))


def _end(entry: Entry, state: EntryState) -> None:
    """Store the state; what was typed is on record elsewhere, or nobody wanted it."""
    entry.state, entry.ended_at, entry.values = state, clock.now(), {}
    entry.save()
    TaskLink.objects.filter(pk=entry.link_id, used_at__isnull=True).update(used_at=entry.ended_at)


def _note(kind: str, entry: Entry, actor: Any, payload: dict[str, Any]) -> None:
    events.append(stream=f"counter:{entry.pk}", kind=kind, payload=payload, actor=actor)


def _tell_officer(entry: Entry) -> None:
    values = {
        "act": str(ACTS[entry.act].title),
        "owner": str(entry.owner),
        "answer": str(EntryState(entry.state).label),
        "subject": entry.about,
    }
    send_message(
        acting_user=entry.owner,
        recipients=[entry.officer],
        template=own_kinds.DONE,
        values=values,
        url=reverse("counter:record", args=[entry.pk]),
    )
