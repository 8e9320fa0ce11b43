"""Organisations, and the personal data of those who act for them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation_kind import ENDED, LIGHTS, OrganisationKind, OrganisationState


@tracked(exclude=("name_key", "name_core", "search_text", "search_grams"))
class Organisation(models.Model):
    """单位. Changed by the verbs of ``domain/organisation*.py`` alone.

    `code` is the unified social credit code, or a local one (``L-500000-00012``) where there is none.
    `name_key` orders names by pinyin; `name_core` finds similar names; `search_text` and
    `search_grams` hold names, former names and codes for the search (`organisation_search`). `is_public`
    is true from the first verification on. `revision` rises with every change, so that a stale edit is
    noticed. `registered_capital` is in 分.
    """

    code = models.CharField(_("code"), max_length=18, unique=True)
    has_national_code = models.BooleanField(default=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=800, editable=False)
    name_core = models.CharField(max_length=120, editable=False)
    search_text = models.TextField(editable=False)
    search_grams = ArrayField(models.CharField(max_length=2), editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, verbose_name=_("territory"))
    industry = models.CharField(_("industry (GB/T 4754)"), max_length=5, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    telephone = models.CharField(_("public telephone"), max_length=30, blank=True)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    registered_capital = models.BigIntegerField(_("registered capital"), null=True, blank=True)
    registered_on = models.DateField(_("date of registration"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrganisationState.choices)
    is_public = models.BooleanField(default=False, editable=False)
    is_green = models.BooleanField(_("green"), default=False, editable=False)
    verified_on = models.DateField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_key", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_key", "id"], name="organisation_by_name"),
            models.Index(fields=["-verified_on", "id"], name="organisation_by_verification"),
            models.Index(fields=["territory", "kind", "name_key", "id"], name="organisation_by_territory"),
            models.Index(fields=["kind", "name_key", "id"], name="organisation_by_kind"),
            models.Index(
                fields=["name_key", "id"], condition=Q(is_green=True), name="green_organisation_by_name"
            ),
            models.Index(
                fields=["name_core"], name="organisation_by_core", opclasses=["varchar_pattern_ops"]
            ),
            GinIndex(fields=["search_grams"], name="organisation_by_grams", fastupdate=False),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=OrganisationState.VERIFIED) | Q(is_public=True, verified_on__isnull=False),
                name="verified_organisation_is_public_and_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_on__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_on__isnull=True)),
                name="ended_organisation_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(registered_capital__isnull=True) | Q(registered_capital__gte=0),
                name="registered_capital_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the organisation."""
        return reverse("organisations:record", args=[self.pk])

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LIGHTS[OrganisationState(self.state)]

    @property
    def has_ended(self) -> bool:
        """Whether it was merged, split up or cancelled."""
        return self.state in ENDED


class OrganisationContact(models.Model):
    """Personal data: who acts for an organisation. A table of its own, which the reader role may not see."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_mobile = models.CharField(_("mobile number of the contact person"), max_length=11, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)

    def __str__(self) -> str:
        return str(self.organisation)


@tracked()
class OrganisationName(models.Model):
    """A name and when it was borne; the current one has no last day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to__isnull=True), name="one_current_name_each"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=models.F("valid_to")),
                name="name_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name
