"""The tables of to-dos and of looks at the desk."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.kernel.todos.addressee import Addressee
from qinglan.kernel.todos.kinds import KINDS, TodoKind


class TodoState(models.TextChoices):
    """How a to-do stands."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("in hand")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("no longer needed")


LIVE = (TodoState.OPEN, TodoState.TAKEN)
_LIVE = Q(state__in=["open", "taken"])


@tracked(exclude=("subject", "subject_en", "note"))
class Todo(models.Model):
    """待办. Changed by the verbs of ``domain/todo.py`` alone.

    It says what is to be done (`kind`) with what (`subject_type`, `subject_key`, its names and `url`), for
    whom (`user`, or `role` with `organisation_key` and `territory`; `addressee` is all of it in one text)
    and until when. `asker` or `asker_organisation` waits for it. `taken_by` has it in hand. `overdue_since`
    is set by a job, `next_reminder_at` says when the next reminder is due.
    """

    kind = models.CharField(_("kind"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=64)
    subject = models.CharField(pgettext_lazy("to-do", "about"), max_length=200)
    subject_en = models.CharField(pgettext_lazy("to-do", "about"), max_length=200, blank=True)
    url = models.CharField(max_length=300)
    addressee = models.CharField(max_length=140)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("role"), max_length=40, blank=True)
    organisation_key = models.BigIntegerField(null=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asker_organisation = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("due"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=TodoState.choices, default=TodoState.OPEN, editable=False
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("in hand of"),
    )
    taken_at = models.DateTimeField(null=True)
    note = models.CharField(_("why handed over"), max_length=300, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("to-do", "closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_by_act = models.CharField(_("closed by"), max_length=60, blank=True)
    overdue_since = models.DateTimeField(_("overdue since"), null=True)
    next_reminder_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "due_at", "id"], condition=_LIVE, name="live_todos_of_a_user"),
            models.Index(
                fields=["role", "territory", "due_at", "id"], condition=_LIVE, name="live_todos_of_a_role"
            ),
            models.Index(
                fields=["role", "due_at", "id"], condition=_LIVE, name="live_todos_of_a_role_by_due"
            ),
            models.Index(
                fields=["organisation_key", "role"],
                condition=_LIVE & Q(organisation_key__isnull=False),
                name="live_todos_of_organisations",
            ),
            models.Index(fields=["taken_by", "due_at"], condition=Q(state="taken"), name="todos_in_hand"),
            models.Index(
                fields=["asker"], condition=_LIVE & Q(asker__isnull=False), name="live_todos_by_asker"
            ),
            models.Index(
                fields=["asker_organisation"],
                condition=_LIVE & Q(asker_organisation__isnull=False),
                name="live_todos_by_asking_unit",
            ),
            models.Index(
                fields=["due_at"],
                condition=_LIVE & Q(overdue_since__isnull=True, due_at__isnull=False),
                name="todos_to_become_overdue",
            ),
            models.Index(
                fields=["next_reminder_at"],
                condition=_LIVE & Q(next_reminder_at__isnull=False),
                name="todos_to_be_reminded_of",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_key", "addressee"],
                condition=_LIVE,
                name="one_live_todo_per_kind_subject_and_addressee",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="") | (Q(user__isnull=True) & ~Q(role="")),
                name="todo_is_for_a_person_or_a_role",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="todo_in_hand_has_its_hand",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(taken_by__isnull=True),
                name="open_todo_is_in_no_hand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "withdrawn"], closed_at__isnull=False, closed_by__isnull=False)
                | (_LIVE & Q(closed_at__isnull=True)),
                name="closed_todo_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        separator = pgettext("label", ": ")
        return f"{self.title}{separator}{self.about}"

    @property
    def is_live(self) -> bool:
        """Whether it is still to be done."""
        return self.state in LIVE

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language."""
        known = KINDS.get(self.kind)
        return str(known.title) if known else self.kind

    @property
    def about(self) -> str:
        """The name of its subject in the reader's language."""
        return self.subject_en if self.subject_en and get_language() == "en" else self.subject

    @property
    def to(self) -> Addressee:
        """For whom it is."""
        return Addressee(self.user_id, self.role, self.organisation_key, self.territory_id)

    @property
    def registered(self) -> TodoKind | None:
        """Its kind, where an app of this version registers it."""
        return KINDS.get(self.kind)


class DeskVisit(models.Model):
    """The last look at one's desk, and until when the visit before it lasted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seen_at = models.DateTimeField()
    before = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(before__lte=models.F("seen_at")), name="a_visit_comes_after_the_one_before"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_at:%Y-%m-%d %H:%M}"
