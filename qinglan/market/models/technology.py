"""Technologies 技术成果 and their parts. Changed by the verbs of ``domain`` alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.market.models import listing as common
from qinglan.market.models.choices import BenefitKind, ExportClass, Novelty, Period, PriceKind
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right


@tracked(exclude=common.UNTRACKED)
class Technology(common.Listing):
    """One technology. Prices in 分; `trl` is the level that the owner claims (list `trl-general`).

    `is_service_invention` None: not said. Of a reserve price the amount is `price_min`.
    """

    SIDE = "technology"
    effect = models.TextField(_("effect"), max_length=3000, blank=True)
    effect_en = models.TextField(_("effect, in English"), max_length=6000, blank=True)
    advantage = models.TextField(_("advantage over the usual solution"), max_length=3000, blank=True)
    advantage_en = models.TextField(_("advantage, in English"), max_length=6000, blank=True)
    scope = models.TextField(_("scope of use"), max_length=2000, blank=True)
    scope_en = models.TextField(_("scope of use, in English"), max_length=4000, blank=True)
    export_class = models.CharField(
        _("class of technology export"), max_length=12, choices=ExportClass.choices, blank=True
    )
    export_basis = models.CharField(_("basis of the class"), max_length=300, blank=True)
    trl = models.PositiveSmallIntegerField(_("technology readiness level"), null=True, blank=True)
    is_service_invention = models.BooleanField(_("service invention"), null=True, blank=True)
    project_name = models.CharField(_("funded by the project"), max_length=200, blank=True)
    project_number = models.CharField(_("number of the project"), max_length=60, blank=True)
    price_kind = models.CharField(_("price"), max_length=12, choices=PriceKind.choices, blank=True)
    price_min = models.BigIntegerField(_("amount, or lowest amount"), null=True, blank=True)
    price_max = models.BigIntegerField(_("highest amount"), null=True, blank=True)
    registration_number = models.CharField(
        _("number of the registration of results"), max_length=60, blank=True
    )
    registration_body = models.CharField(_("registered by"), max_length=120, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    revises = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="changes", editable=False
    )

    class Meta(common.Listing.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *common.Listing.Meta.constraints,
            models.CheckConstraint(
                condition=Q(export_class="") | ~Q(export_basis=""), name="an_export_class_names_its_basis"
            ),
            models.CheckConstraint(
                condition=~Q(export_class="prohibited") | Q(abroad__in=["", "home"]),
                name="what_may_not_be_exported_is_not_offered_abroad",
            ),
            models.CheckConstraint(
                condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9),
                name="a_technology_readiness_level_is_one_to_nine",
            ),
            models.CheckConstraint(
                condition=Q(
                    price_kind__in=["", PriceKind.NEGOTIABLE], price_min__isnull=True, price_max__isnull=True
                )
                | Q(
                    price_kind__in=[PriceKind.FIXED, PriceKind.RESERVE],
                    price_min__gte=0,
                    price_max__isnull=True,
                )
                | Q(price_kind=PriceKind.RANGE, price_min__gte=0, price_max__gte=F("price_min")),
                name="a_price_has_the_amounts_of_its_kind",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("technologies:record", args=[self.pk])


class TechnologyContact(common.Contact):
    """Whom to ask about a technology."""

    listing = models.OneToOneField(
        Technology, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )


@tracked()
class TechnologyField(common.Field):
    """A field of a technology."""

    listing = common.part_of("market.Technology", "fields")

    class Meta(common.Field.Meta):
        pass


@tracked()
class TechnologyVisibility(common.Visibility):
    """Who sees a part of a technology."""

    listing = common.part_of("market.Technology", "visibilities")

    class Meta(common.Visibility.Meta):
        pass


@tracked()
class TechnologyAttachment(common.Attachment):
    """A file of a technology."""

    listing = common.part_of("market.Technology", "attachments")

    class Meta(common.Attachment.Meta):
        pass


class TechnologyStep(common.LogStep):
    """A step of a technology."""

    listing = common.part_of("market.Technology", "steps")

    class Meta(common.LogStep.Meta):
        pass


class TechnologySnapshot(common.Snapshot):
    """A public version of a technology."""

    listing = common.part_of("market.Technology", "snapshots")

    class Meta(common.Snapshot.Meta):
        pass


@tracked()
class Parameter(models.Model):
    """A key parameter: “removal of dust, 99.9, %, test report …”."""

    listing = common.part_of("market.Technology", "parameters")
    name = models.CharField(_("parameter"), max_length=80)
    value = models.CharField(_("value"), max_length=60)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.name} {self.value} {self.unit}".strip()


@tracked()
class Benefit(models.Model):
    """What a technology saves or avoids: `amount` in `unit` (tce, tCO₂e, t, m³) by `period`.

    `per` names the unit of product or treatment, such as “t of cement”; `substance` the pollutant.
    """

    listing = common.part_of("market.Technology", "benefits")
    kind = models.CharField(_("benefit"), max_length=10, choices=BenefitKind.choices)
    substance = models.CharField(_("substance"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20)
    period = models.CharField(_("reckoned by"), max_length=6, choices=Period.choices)
    per = models.CharField(_("unit of product or treatment"), max_length=60, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "period", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_benefit_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(period=Period.YEAR) | ~Q(per=""), name="a_benefit_by_unit_names_the_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.unit}"


@tracked()
class Application(models.Model):
    """转化应用: where the technology is in use, with the evidence; counted once an officer confirmed it."""

    listing = common.part_of("market.Technology", "applications")
    user_name = models.CharField(_("used by"), max_length=120)
    territory = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    since = models.DateField(_("in use since"))
    scale = models.CharField(_("scale and result"), max_length=300, blank=True)
    contract_number = models.CharField(_("number of the registered contract"), max_length=30, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    basis = models.CharField(_("basis of the confirmation"), max_length=300, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-since", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["listing", "user_name", "since"], name="an_application_is_named_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True)
                | (Q(confirmed_by__isnull=False) & ~Q(evidence="") & ~Q(basis="")),
                name="a_confirmed_application_has_evidence_and_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.user_name


@tracked()
class TrlEvidence(models.Model):
    """What shows that a level is reached; the level shown as proved has all lower ones proved too."""

    listing = common.part_of("market.Technology", "trl_evidence")
    level = models.PositiveSmallIntegerField(_("level"))
    evidence = models.CharField(_("evidence"), max_length=300)
    on = models.DateField(_("dated"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["level", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=9), name="an_evidenced_level_is_one_to_nine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.evidence}"


class Inventor(models.Model):
    """完成人: a name, without history, since the person may ask that it be erased."""

    listing = common.part_of("market.Technology", "inventors")
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit where he works"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class CoOwner(models.Model):
    """An owner beside the one whose listing it is; `share` in percent."""

    listing = common.part_of("market.Technology", "co_owners")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "name"], name="a_technology_names_a_co_owner_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                name="a_co_owner_has_a_part_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class TechnologyRight(models.Model):
    """A right that the technology rests on."""

    listing = common.part_of("market.Technology", "rights")
    right = models.ForeignKey(
        Right, on_delete=models.PROTECT, related_name="technologies", verbose_name=_("right")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "right"], name="a_technology_names_a_right_once"),
        ]

    def __str__(self) -> str:
        return str(self.right)


@tracked()
class Evaluation(models.Model):
    """成果评价 by a third party: number, body, conclusions, how many experts, until when it holds."""

    listing = common.part_of("market.Technology", "evaluations")
    body = models.CharField(_("evaluated by"), max_length=120)
    number = models.CharField(_("number of the report"), max_length=60, blank=True)
    on = models.DateField(_("date of the report"))
    valid_until = models.DateField(_("holds until"), null=True, blank=True)
    experts = models.PositiveSmallIntegerField(_("number of experts"))
    novelty = models.CharField(_("level by the experts"), max_length=16, choices=Novelty.choices, blank=True)
    trl = models.PositiveSmallIntegerField(_("readiness level by the experts"), null=True, blank=True)
    innovation = models.CharField(_("innovation"), max_length=500, blank=True)
    prospects = models.CharField(_("prospects"), max_length=500, blank=True)
    environment = models.CharField(_("benefit to the environment"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(on__lte=F("valid_until")),
                name="an_evaluation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}".strip()
