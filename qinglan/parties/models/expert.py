"""Experts 专家: people who review, with what a draw and the question of conflicts need to know."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Contacts, RecordedPerson, Route, WorkedField


class ExpertState(models.TextChoices):
    """How an expert stands; changed by `domain.expert_state.set_expert_state` alone."""

    APPLIED = "applied", pgettext_lazy("expert", "Applied")
    NOMINATED = "nominated", pgettext_lazy("expert", "Nominated")
    IN_POOL = "in_pool", pgettext_lazy("expert", "In the pool")
    SUSPENDED = "suspended", pgettext_lazy("expert", "Suspended")
    LEFT = "left", pgettext_lazy("expert", "Left the pool")
    DECLINED = "declined", pgettext_lazy("expert", "Not admitted")


class Language(models.TextChoices):
    """Languages in which an expert can review."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    DE = "de", _("German")
    FR = "fr", _("French")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    RU = "ru", _("Russian")
    ES = "es", _("Spanish")


@tracked(exclude=("name", "name_key", "title", "degree", "introduction", "reason"))
class Expert(RecordedPerson):
    """One expert, with or without an account here.

    Changed by the verbs of ``domain/expert*.py``. What tells who he is is kept out of the history, which
    can't be erased. `is_shown` is his own consent to a public profile. `state_on` is the day since which
    the state holds, `reason` why. `revision` rises with every change, so that a stale edit is noticed.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert"
    )
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    degree = models.CharField(_("degree"), max_length=60, blank=True)
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), default=list, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    is_shown = models.BooleanField(_("public profile"), default=False)
    nominated_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="nominated_experts"
    )
    state = models.CharField(_("state"), max_length=10, choices=ExpertState.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_key", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "name_key", "id"], name="expert_by_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=ExpertState.IN_POOL)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="an_expert_of_the_pool_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(route=Route.NOMINATION) | Q(nominated_by__isnull=False),
                name="a_nomination_names_the_unit",
            ),
        ]


class ExpertPrivate(Contacts):
    """Personal data of an expert: a table of its own, without history, which the reader role may not see.

    `id_number` is sealed with the installation's key.
    """

    expert = models.OneToOneField(Expert, on_delete=models.CASCADE, primary_key=True, related_name="private")
    id_number = models.CharField(_("identity number"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mobile"], condition=~Q(mobile=""), name="a_mobile_number_has_one_expert"
            )
        ]

    def __str__(self) -> str:
        return str(self.expert)


@tracked()
class ExpertField(WorkedField):
    """A field of an expert: a code of one of the families of `fields.FAMILIES`."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="fields")

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "code"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "code"], name="experts_of_a_field")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["expert", "family", "code"], name="an_expert_names_a_field_once")
        ]


@tracked(exclude=("free_name", "position"))
class ExpertEmployer(models.Model):
    """Where an expert works or worked: an organisation on record, or a name; first and last day included."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="employers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="employed_experts"
    )
    free_name = models.CharField(_("name of the unit"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=60, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, free_name="")
                | Q(organisation__isnull=True) & ~Q(free_name=""),
                name="an_employer_is_on_record_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="employment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.free_name or str(self.organisation)


@tracked()
class ExpertAbsence(models.Model):
    """A time in which an expert can't review; outside all of them he is taken to be available."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering: ClassVar[list[str]] = ["first", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="absence_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


@tracked()
class ExpertTraining(models.Model):
    """A training that an expert took part in."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("training"), max_length=120)
    provider = models.CharField(_("held by"), max_length=120, blank=True)
    on = models.DateField(_("last day of the training"))
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.title} {self.on}"
