"""Verbs on to-dos: open, close and withdraw them (by what causes them); take, put back, hand over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, outbox, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.todos import story
from qinglan.kernel.todos.addressee import Addressee
from qinglan.kernel.todos.announcing import announce, tell_handed
from qinglan.kernel.todos.holdings import holders_of
from qinglan.kernel.todos.kinds import KINDS
from qinglan.kernel.todos.models import LIVE, Todo, TodoState
from qinglan.kernel.todos.recorded import CHANGED
from qinglan.kernel.todos.reminders import next_reminder


@dataclass(frozen=True)
class Subject:
    """What a to-do is about: a type such as ``parties.organisation``, its key, name and address.

    `name_en` is its English name where it has one. No personal data in the names: holders of a role see them.
    """

    type: str
    key: object
    name: str
    url: str
    name_en: str = ""


def open_todo(
    *,
    acting_user: Any,
    kind: str,
    subject: Subject,
    to: Addressee,
    due_at: datetime | None = None,
    asked_by: Addressee | None = None,
    in_hand_of: Any = None,
) -> Todo:
    """Open a to-do, within the caller's transaction, whose verb has asked for the permission.

    There is one live to-do per kind, subject and addressee: asked for again, that one is brought up to date
    (name, address, end) and returned. `asked_by` is who waits for it: a person, or the people of an
    organisation. `in_hand_of` begins with it taken by this person. The holders get a message where the kind
    is announced. Raises KeyError for a kind that
    nobody registered.
    """
    _inside()
    known = KINDS[kind]
    now = clock.now()
    facts = {
        "subject": subject.name[:200],
        "subject_en": subject.name_en[:200],
        "url": subject.url[:300],
        "due_at": due_at,
    }
    same = {
        "kind": known.name,
        "subject_type": subject.type,
        "subject_key": str(subject.key),
        "addressee": to.key,
    }
    made = Todo(
        **same,
        **facts,
        user_id=to.user,
        role=to.role,
        organisation_key=to.organisation,
        territory_id=to.territory,
        asker_id=asked_by.user if asked_by else None,
        asker_organisation=asked_by.organisation if asked_by else None,
        opened_at=now,
        state=TodoState.TAKEN if in_hand_of is not None else TodoState.OPEN,
        taken_by=in_hand_of,
        taken_at=now if in_hand_of is not None else None,
        next_reminder_at=next_reminder(kind, due_at, now),
    )
    if (told := story.keep(made)) is not None:
        return told
    standing: Todo | None = _live(**same).first()
    if standing is None:
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            standing = _live(**same).first()  # opened by somebody else at this moment
            if standing is None:
                raise
        else:
            outbox.enqueue(CHANGED, to.key)
            announce(acting_user, made)
            return made
    changed = [name for name, value in facts.items() if getattr(standing, name) != value]
    if changed:
        for name in changed:
            setattr(standing, name, facts[name])
        if "due_at" in changed:
            standing.next_reminder_at = next_reminder(kind, due_at, now)
            standing.overdue_since = None
        standing.save()
        outbox.enqueue(CHANGED, to.key)
    return standing


def close_todos(
    *,
    acting_user: Any,
    kind: str,
    subject_type: str,
    subject_key: object,
    by_act: str,
    to: Addressee | None = None,
) -> int:
    """Close what `by_act` (a verb such as ``organisations.verify``) has done, within the caller's transaction.

    All live to-dos of that kind and subject, or the one for `to` alone; how many. None is no fault.
    """
    return _close(acting_user, TodoState.DONE, kind, subject_type, subject_key, by_act, to)


def withdraw_todos(
    *,
    acting_user: Any,
    kind: str,
    subject_type: str,
    subject_key: object,
    by_act: str,
    to: Addressee | None = None,
) -> int:
    """The same for what nobody needs to do any more, within the caller's transaction."""
    return _close(acting_user, TodoState.WITHDRAWN, kind, subject_type, subject_key, by_act, to)


@transaction.atomic
def take_todo(*, acting_user: Any, todo: Todo) -> Todo:
    """Take a to-do in hand, so that the other holders see who has it.

    Taken by oneself already, nothing changes. Raises PermissionRefused; StaleEdit, with who has it, when
    somebody else was first or it is closed.
    """
    locked = _locked(todo)
    permissions.require(acting_user, "todos.take", locked)
    if locked.taken_by_id == acting_user.pk and locked.is_live:
        return locked
    if locked.state != TodoState.OPEN:
        raise StaleEdit([_in_the_way(locked, str(acting_user))])
    return give(locked, acting_user, note="")


@transaction.atomic
def put_back_todo(*, acting_user: Any, todo: Todo) -> Todo:
    """Let go of a to-do that one has in hand: all for whom it is may take it again.

    Raises PermissionRefused, StaleEdit when somebody else has it by now or it is closed.
    """
    locked = _locked(todo)
    permissions.require(acting_user, "todos.see", locked)
    if locked.state != TodoState.TAKEN or locked.taken_by_id != acting_user.pk:
        raise StaleEdit([_in_the_way(locked, str(_("nobody")))])
    locked.state, locked.taken_by, locked.taken_at, locked.note = TodoState.OPEN, None, None, ""
    locked.save(update_fields=["state", "taken_by", "taken_at", "note"])
    outbox.enqueue(CHANGED, locked.addressee)
    return locked


@transaction.atomic
def hand_over_todo(*, acting_user: Any, todo: Todo, to: Any, reason: str = "") -> Todo:
    """Hand a to-do to somebody else who may do it; he is told, with the reason.

    `todo` is as the acting user saw it. Raises PermissionRefused; Impossible where it is personal or `to`
    is not among those for whom it is; StaleEdit when it changed hands meanwhile or is closed.
    """
    locked = _locked(todo)
    permissions.require(acting_user, "todos.hand_over", locked)
    if not locked.is_live or locked.taken_by_id != todo.taken_by_id:
        raise StaleEdit([_in_the_way(locked, str(to))])
    kind = KINDS.get(locked.kind)
    if kind is not None and kind.personal:
        raise Impossible(_("This concerns one person alone and can't be handed over."))
    if locked.user_id is None and not holders_of(locked.to).filter(pk=to.pk).exists():
        raise Impossible(
            _("%(name)s may not do this: choose somebody of the same role and territory.") % {"name": to},
            field="to",
        )
    given = give(locked, to, note=reason.strip()[:300])
    if to.pk != acting_user.pk:
        tell_handed(acting_user, given, to)
    return given


@transaction.atomic
def hand_over_all(*, acting_user: Any, todos: Iterable[Todo], to: Any, reason: str = "") -> int:
    """Hand over several, such as those of somebody who is absent: all or none; how many."""
    rows = sorted(todos, key=lambda one: one.pk)
    for row in rows:
        hand_over_todo(acting_user=acting_user, todo=row, to=to, reason=reason)
    return len(rows)


def give(todo: Todo, person: Any, *, note: str) -> Todo:
    """Put a locked to-do into somebody's hand; part of a verb."""
    todo.state, todo.taken_by, todo.taken_at, todo.note = TodoState.TAKEN, person, clock.now(), note
    todo.save(update_fields=["state", "taken_by", "taken_at", "note"])
    outbox.enqueue(CHANGED, todo.addressee)
    return todo


def _close(
    acting_user: Any,
    state: TodoState,
    kind: str,
    subject_type: str,
    subject_key: object,
    by_act: str,
    to: Addressee | None,
) -> int:
    _inside()
    wanted = {"kind": KINDS[kind].name, "subject_type": subject_type, "subject_key": str(subject_key)}
    if to is not None:
        wanted["addressee"] = to.key
    rows = list(_live(**wanted))
    if not rows:
        return 0
    Todo.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state,
        closed_at=clock.now(),
        closed_by=acting_user,
        closed_by_act=by_act[:60],
        next_reminder_at=None,
    )
    outbox.enqueue_all(CHANGED, [(row.addressee, {}) for row in rows])
    return len(rows)


def _live(**wanted: str) -> Any:
    return Todo.objects.select_for_update().filter(state__in=LIVE, **wanted).order_by("pk")


def _locked(todo: Todo) -> Todo:
    return Todo.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=todo.pk)


def _in_the_way(todo: Todo, yours: str) -> Difference:
    """What somebody else did meanwhile."""
    if todo.state == TodoState.TAKEN:
        return Difference(_("in hand of"), yours, str(todo.taken_by))
    return Difference(_("state"), str(TodoState.TAKEN.label), str(TodoState(todo.state).label))


def _inside() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a to-do belongs into the transaction of its cause")
