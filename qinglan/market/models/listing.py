"""What technologies and needs have in common: the listing, its parts and its log, as abstract tables.

Each part refers to its listing by the key ``listing``, and is reached from it by the same name on both
sides (``listing.fields``, ``listing.steps``), so that one piece of code serves both.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.documents.models import StoredFile
from qinglan.market.models.choices import LIGHTS, Abroad, Level, ListingState, Mode, Step
from qinglan.parties.models import Broker, Organisation

LANGUAGES = (("zh", _("Chinese")), ("en", _("English language")), ("ja", _("Japanese")), ("de", _("German")))
UNTRACKED = ("sketch", "secrecy_by")
"""Derived, or the name of a person."""


def _english(text: str) -> bool:
    from django.utils.translation import get_language  # noqa: PLC0415 - only here

    return bool(text) and get_language() == "en"


class Listing(models.Model):
    """A technology or a need of `owner`, with the state in which it stands.

    `source` and `external_id` name the record from which it was brought in. `revises` is the published
    listing of which this one is a change that still has to pass the gate. `confirmed_on` is the day on which
    the owner last said that it is current. `sketch` finds near-duplicates (`duplicates`). `revision` rises
    with every change.
    """

    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("listing", "owner"),
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    summary_en = models.TextField(_("English summary"), max_length=2000, blank=True)
    problem = models.TextField(_("what problem"), max_length=3000, blank=True)
    problem_en = models.TextField(_("what problem, in English"), max_length=6000, blank=True)
    description = models.TextField(_("description"), max_length=10_000, blank=True)
    description_en = models.TextField(_("description in English"), max_length=20_000, blank=True)
    modes = ArrayField(
        models.CharField(max_length=20, choices=Mode.choices),
        verbose_name=_("modes"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    abroad = models.CharField(_("partners abroad"), max_length=10, choices=Abroad.choices, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("territory")
    )
    broker = models.ForeignKey(
        Broker,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mandated broker"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ListingState.choices, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed as current"), null=True, editable=False)
    secrecy_by = models.CharField(_("secrecy check made by"), max_length=100, blank=True, editable=False)
    secrecy_on = models.DateField(_("day of the secrecy check"), null=True, editable=False)
    secrecy_basis = models.CharField(
        _("basis of the secrecy check"), max_length=300, blank=True, editable=False
    )
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)
    external_id = models.CharField(_("key in its source"), max_length=120, blank=True, editable=False)
    sketch = ArrayField(models.BigIntegerField(), default=list, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    SIDE: ClassVar[str] = ""
    """``technology`` or ``need``: names streams, keys and addresses."""

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-published_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=ListingState.PUBLISHED),
                name="%(class)s_newest",
            ),
            models.Index(fields=["owner", "-changed_at"], name="%(class)s_of_owner"),
            models.Index(
                fields=["valid_until"], condition=Q(state=ListingState.PUBLISHED), name="%(class)s_ends"
            ),
            models.Index(
                fields=["changed_at"],
                condition=Q(state__in=[ListingState.FIRST, ListingState.SECOND]),
                name="%(class)s_waiting",
            ),
            GinIndex(fields=["sketch"], name="%(class)s_sketch"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_%(class)s_for_each_external_record",
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=Q(state__in=["draft", "first", "second", "returned"]),
                name="one_open_change_of_each_%(class)s",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "expired"])
                | Q(published_at__isnull=False, valid_until__isnull=False, secrecy_on__isnull=False),
                name="a_published_%(class)s_is_dated_and_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListingState.MERGED) | Q(revises__isnull=False),
                name="only_a_change_of_a_%(class)s_is_taken_over",
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True) | ~Q(state__in=["published", "expired"]),
                name="a_change_of_a_%(class)s_is_never_public_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if _english(self.title_en) else self.title

    @property
    def reference(self) -> str:
        """The number by which people name it: ``T000012``, ``N000003``."""
        return f"{self.SIDE[:1].upper()}{self.pk:06d}"

    @property
    def key(self) -> str:
        """``technology:12``, as streams and files name it."""
        return f"{self.SIDE}:{self.pk}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LIGHTS[ListingState(self.state)]

    @property
    def is_public(self) -> bool:
        """Whether everybody may open its page now."""
        return self.state == ListingState.PUBLISHED

    def get_matches_url(self) -> str:
        """The page of its matches."""
        return f"{self.get_absolute_url()}matches/"  # type: ignore[attr-defined]

    @property
    def modes_words(self) -> list[str]:
        """The modes in the reader's language."""
        return [str(Mode(mode).label) for mode in self.modes]


class Contact(models.Model):
    """Whom to ask: personal data in a table without history, which the reader role may not see."""

    name = models.CharField(_("contact person"), max_length=60, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("mailbox"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Field(models.Model):
    """A code of a family: ``green-catalogue``, ``key-fields``, ``ipc``, ``industries``."""

    family = models.CharField(_("list"), max_length=40)
    code = models.CharField(_("code"), max_length=24)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["family", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["listing", "family", "code"], name="a_%(class)s_is_named_once_for_each"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "code", "listing"], name="%(class)s_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.code}"


class Visibility(models.Model):
    """Who sees an aspect where the owner departed from the default (`aspects`)."""

    aspect = models.CharField(_("part of the listing"), max_length=40)
    level = models.CharField(_("who sees it"), max_length=10, choices=Level.choices)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["aspect"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "aspect"], name="a_%(class)s_is_chosen_once_for_each"),
        ]

    def __str__(self) -> str:
        return f"{self.aspect}: {self.get_level_display()}"


class Attachment(models.Model):
    """A file or photograph, with who sees it."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    caption = models.CharField(_("what it shows"), max_length=120, blank=True)
    is_photograph = models.BooleanField(default=False)
    level = models.CharField(_("who sees it"), max_length=10, choices=Level.choices, default=Level.PUBLIC)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-is_photograph", "id"]

    def __str__(self) -> str:
        return self.caption or self.file.name


class LogStep(models.Model):
    """One step of the way of a listing. Only grows.

    `reasons` are codes of reasons for return, `checked` the points of the checklist that were confirmed and
    `checklist` the digest of the list that held then (``quality.yaml`` of the packs).
    """

    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    checked = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    checklist = models.CharField(max_length=64, blank=True)
    acting_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return self.get_step_display()


class Snapshot(models.Model):
    """The content as it was when it became public, by aspect, for comparison. Only grows."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "number"], name="%(class)s_numbers_count_up"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


def part_of(model: str, name: str, **what: Any) -> Any:
    """The key by which a part refers to its listing; the listing reaches it as `name`."""
    return models.ForeignKey(model, on_delete=models.CASCADE, related_name=name, **what)
