"""What programmes put on the desk: what waits at which step of which round, departments, own applications."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates, desks
from qinglan.parties.holding import holds_somewhere, organisations_represented_by
from qinglan.parties.roles import DECIDER, DESK, REVIEWER, SECRETARY
from qinglan.programmes.cases.time_left import end_words
from qinglan.programmes.models import ENDED, Case, CaseStatus, Reply, Round, StepType
from qinglan.programmes.queries.case import own_cases
from qinglan.programmes.queries.desk import items_on_desk_of, replies_on_desk_of

YOURS = (CaseStatus.DRAFT, CaseStatus.IN_CORRECTION)
"""States in which it is the applicant's turn."""


def handles(user: Any) -> bool:
    """Whether cases come to the user's desk."""
    return bool(permissions.answer(user, "programmes.see_desk"))


def answers_for_department(user: Any) -> bool:
    """Whether the user replies for a department."""
    return holds_somewhere(user, REVIEWER)


def applies(user: Any) -> bool:
    """Whether the user acts for an organisation."""
    return user.is_authenticated and organisations_represented_by(user).exists()


def in_role(role: str) -> Any:
    """A predicate: the user holds the role of the office somewhere."""
    return lambda user: holds_somewhere(user, role)


def _until(due: datetime | None) -> str:
    return _("the first is due %(until)s") % {"until": end_words(due)} if due else ""


def waiting_cases(user: Any, limit: int) -> Sequence[desks.Row]:
    """By round and type of step: how many cases wait for the user, and when the first is due."""
    now = clock.now()
    groups = (
        items_on_desk_of(user)
        .order_by()
        .values("case__round", "case__round__title", "type")
        .annotate(count=Count("pk"), first=Min("due_at"), late=Count("pk", filter=Q(due_at__lt=now)))
        .order_by("first", "case__round", "type")
    )
    found = []
    for row in groups[:limit]:
        count, late = row["count"], row["late"]
        waits = ngettext("%(n)s case waits", "%(n)s cases wait", count) % {"n": count}
        chosen = urlencode({"round": row["case__round"], "step": row["type"]})
        found.append(
            desks.Row(
                f"{StepType(row['type']).label} · {row['case__round__title']}",
                f"{reverse('handling:queue')}?{chosen}",
                " · ".join(part for part in (waits, _until(row["first"])) if part),
                "late" if late else "due",
                ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": late} if late else _("waits"),
            )
        )
    return found


def pending_replies(user: Any, limit: int) -> Sequence[desks.Row]:
    """By round: on how many cases the user's department has not replied yet."""
    groups = (
        replies_on_desk_of(user)
        .filter(reply=Reply.PENDING)
        .order_by()
        .values("case__round", "case__round__title", "department")
        .annotate(count=Count("pk"), first=Min("asked_at"))
        .order_by("first", "case__round", "department")
    )
    return [
        desks.Row(
            f"{row['department']} · {row['case__round__title']}",
            f"{reverse('handling:replies')}?{urlencode({'round': row['case__round'], 'department': row['department'], 'reply': Reply.PENDING.value})}",
            ngettext("%(n)s case waits", "%(n)s cases wait", row["count"]) % {"n": row["count"]}
            + " · "
            + _("asked since %(day)s") % {"day": dates.day(legal_day(row["first"]))},
            "due",
            _("waits"),
        )
        for row in groups[:limit]
    ]


def own_applications(user: Any, limit: int) -> Sequence[desks.Row]:
    """The applications of one's organisations that have not ended: where each stands; what is due first."""
    rows = own_cases(user).exclude(status__in=ENDED).select_related("round", "version")
    found = sorted(rows[: 5 * limit], key=lambda case: (case.status not in YOURS, -case.pk))
    return [
        desks.Row(
            case.version.title + (f" · {case.subject_name}" if case.subject_name else ""),
            case.get_absolute_url(),
            " · ".join(part for part in (case.applicant_name, case.number, _step(case)) if part),
            "due" if case.status in YOURS else "idle",
            str(case.get_status_display()),
        )
        for case in found[:limit]
    ]


def _step(case: Case) -> str:
    steps = case.version.definition.steps.steps
    return next((in_reader_language(one.title) for one in steps if one.id == case.step), "")


def running_rounds(user: Any, limit: int) -> Sequence[desks.Row]:
    """Rounds that take applications, the first to close on top."""
    now = clock.now()
    rows = Round.objects.filter(state="open", closes_at__gt=now).order_by("closes_at", "pk")
    return [
        desks.Row(
            one.title,
            reverse("programmes:follow", args=[one.pk]),
            _("closes %(moment)s") % {"moment": end_words(one.closes_at)},
            "due",
            str(one.get_state_display()),
        )
        for one in rows[:limit]
    ]


for _section in (
    desks.Section(
        "programmes.waiting", gettext_lazy("Cases by round and step"), handles, waiting_cases, order=12,
        more=("handling:queue", gettext_lazy("All cases on your desk")),
    ),
    desks.Section(
        "programmes.replies", gettext_lazy("Departments that have not replied"),
        lambda user: bool(permissions.answer(user, "programmes.see_replies")), pending_replies, order=14,
        more=("handling:replies", gettext_lazy("All questions to departments")),
    ),
    desks.Section(
        "programmes.rounds", gettext_lazy("Rounds open for applications"), handles, running_rounds, order=30,
        more=("programmes:rounds", gettext_lazy("All rounds")),
    ),
    desks.Section(
        "programmes.own", gettext_lazy("Where my applications stand"), applies, own_applications, order=15,
        more=("programmes:cases", gettext_lazy("All my applications")),
    ),
):  # fmt: skip
    desks.register_section(_section)
for _name, _label, _visible, _order in (
    ("handling:queue", gettext_lazy("Cases on your desk"), handles, 21),
    ("programmes:rounds", gettext_lazy("Rounds"), handles, 22),
    ("handling:replies", gettext_lazy("Questions to departments"), answers_for_department, 21),
    ("programmes:benefits", gettext_lazy("What can I get"), applies, 25),
):
    desks.register_shortcut(desks.Shortcut(_name, _label, _visible, _order))
for _guide in (
    desks.Guide(
        "decider", in_role(DECIDER), gettext_lazy("Nothing is due"),
        gettext_lazy("Decisions that officers prepared come here to be released together."),
        "programmes:rounds", gettext_lazy("See the rounds"), order=16,
    ),
    desks.Guide(
        "secretary", in_role(SECRETARY), gettext_lazy("Nothing is due"),
        gettext_lazy("Draws of experts, reviews and meetings of your rounds come here."),
        "programmes:rounds", gettext_lazy("See the rounds"), order=17,
    ),
    desks.Guide(
        "desk", in_role(DESK), gettext_lazy("Nothing is due"),
        gettext_lazy("Applications of your district or park come here to be checked and recommended."),
        "handling:queue", gettext_lazy("Cases on your desk"), order=18,
    ),
    desks.Guide(
        "reviewer", in_role(REVIEWER), gettext_lazy("Nothing is due"),
        gettext_lazy("When your department is asked about applicants, the questions come here."),
        "handling:replies", gettext_lazy("Questions to departments"), order=19,
    ),
):  # fmt: skip
    desks.register_guide(_guide)
