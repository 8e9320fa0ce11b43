"""What officers have to do about public notices."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind
from qinglan.programmes.models import Case, Lead, Notice, NoticeEntry, Objection, Round, WorkItem
from qinglan.programmes.rules.notice import place_of

POST = register_kind("programmes.post_notice", _("Post a public notice")).name
RULE = register_kind("programmes.rule_on_objection", _("Rule on an objection")).name
ANSWER = register_kind("programmes.answer_objector", _("Answer who objected")).name
LOOK = register_kind("programmes.note_lead", _("Look into a lead")).name
ROUND, OBJECTION, LEAD = "programmes.round-notice", "programmes.objection", "programmes.lead"


def waits_for_notice(acting_user: Any, one: Round) -> None:
    """A case of the round waits to be put on notice."""
    open_todo(
        acting_user=acting_user,
        kind=POST,
        subject=Subject(ROUND, one.pk, one.title, reverse("notices:post", args=[one.pk])),
        to=to_role(OFFICER, territory=place_of(one)),
    )


def none_waits(acting_user: Any, one: Round) -> None:
    """Close the to-do of the round where no case waits any more; within the caller's transaction."""
    posted = NoticeEntry.objects.filter(case__round=one, settled_at__isnull=True)
    waiting = WorkItem.objects.filter(case__round=one, state="open", type="public_notice")
    if not waiting.exclude(case__in=posted.values("case")).exists():
        close_todos(
            acting_user=acting_user, kind=POST, subject_type=ROUND, subject_key=one.pk,
            by_act="programmes.post_notice",
        )  # fmt: skip


def rule(acting_user: Any, objection: Objection, notice: Notice) -> None:
    """An objection waits for a ruling."""
    _open(acting_user, RULE, objection, notice, objection.ruling_due_at)


def ruled(acting_user: Any, objection: Objection, notice: Notice) -> None:
    """An objection was ruled on; now who objected waits for the answer."""
    _close(acting_user, RULE, OBJECTION, objection.pk, "programmes.rule_on_objection")
    _open(acting_user, ANSWER, objection, notice, objection.answer_due_at)


def answered(acting_user: Any, objection: Objection) -> None:
    """Who objected has the answer."""
    _close(acting_user, ANSWER, OBJECTION, objection.pk, "programmes.answer_objector")


def look(acting_user: Any, lead: Lead, notice: Notice) -> None:
    """A lead is to be looked into."""
    open_todo(
        acting_user=acting_user,
        kind=LOOK,
        subject=Subject(LEAD, lead.pk, notice.title, reverse("notices:lead", args=[lead.pk])),
        to=to_role(OFFICER, territory=place_of(notice)),
    )


def looked(acting_user: Any, lead: Lead) -> None:
    """What was found is noted."""
    _close(acting_user, LOOK, LEAD, lead.pk, "programmes.note_lead")


def _open(acting_user: Any, kind: str, objection: Objection, notice: Notice, due_at: Any) -> None:
    open_todo(
        acting_user=acting_user,
        kind=kind,
        subject=Subject(
            OBJECTION, objection.pk, f"{notice.title} {objection.number}", objection.get_absolute_url()
        ),
        to=to_role(OFFICER, territory=place_of(notice)),
        due_at=due_at,
    )


def _close(acting_user: Any, kind: str, subject: str, key: int, act: str) -> None:
    close_todos(acting_user=acting_user, kind=kind, subject_type=subject, subject_key=key, by_act=act)


def case_waits(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a case comes to its public notice."""
    waits_for_notice(acting_user, case.round)
