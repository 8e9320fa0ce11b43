"""Parts of a registration: particulars of the parties, costs, answers, what was filed, differences, changes, reviews."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.choices import PartySide
from qinglan.contracts.models.registration import Registration
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Expert, Organisation


@tracked(exclude=("representative", "contact", "telephone"))
class RegistrationSide(models.Model):
    """What the national form asks of a party beyond name, code, division and type. Flags empty: not said."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="sides")
    side = models.CharField(max_length=6, choices=PartySide.choices)
    is_transfer_agency = models.BooleanField(_("technology transfer agency"), null=True, blank=True)
    is_research_body = models.BooleanField(_("research body"), null=True, blank=True)
    is_converted_institute = models.BooleanField(_("institute converted to a firm"), null=True, blank=True)
    is_in_hightech_zone = models.BooleanField(_("in a national high-tech zone"), null=True, blank=True)
    is_listed = models.BooleanField(_("listed on a stock exchange"), null=True, blank=True)
    scale = models.CharField(_("size"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registration", "side"], name="a_side_is_described_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.side}"


@tracked()
class RegistrationCost(models.Model):
    """An item of cost within the price; `kind` is one of ``registration.yaml``. `amount` is for all pieces, in 分."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(_("kind of cost"), max_length=40)
    title = models.CharField(pgettext_lazy("cost", "what it is"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    amount = models.BigIntegerField(_("amount of the item"))

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, quantity__gt=0), name="a_cost_has_amount_and_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.amount}"


@tracked()
class RegistrationAnswer(models.Model):
    """What the unit says to a question of the pre-check; `code` is that of the finding."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(max_length=40)
    text = models.CharField(_("answer"), max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registration", "code"], name="a_finding_is_answered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="an_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.code}"


class RegistrationPaperKind(models.TextChoices):
    """What the office reads beside the form."""

    CONTRACT = "contract", pgettext_lazy("paper of a registration", "The signed contract")
    AMENDMENT = "amendment", pgettext_lazy("paper of a registration", "Supplementary agreement")
    COSTS = "costs", pgettext_lazy("paper of a registration", "Proof of costs")
    OTHER = "other", pgettext_lazy("paper of a registration", "Another paper")


class RegistrationPaper(models.Model):
    """A file that the unit brings to the office. Append-only: a later one of its kind stands before the earlier."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(
        pgettext_lazy("paper", "kind"), max_length=10, choices=RegistrationPaperKind.choices
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registration", "file"], name="a_file_is_a_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.kind}"


class RegistrationFiling(models.Model):
    """What was filed in the national system: every field of the form but persons as it was. Append-only.

    `values` maps the national field names to what stood in them. The one of the highest `turn` holds.
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="filings")
    turn = models.PositiveSmallIntegerField()
    values = models.JSONField()
    filed_on = models.DateField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["turn"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registration", "turn"], name="a_filing_has_its_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.turn}"


class DifferenceSource(models.TextChoices):
    """Where the other value comes from."""

    CONTRACT = "contract", pgettext_lazy("difference", "the contract")
    RESULT = "result", pgettext_lazy("difference", "the national system")


@tracked()
class RegistrationDifference(models.Model):
    """A field that no longer says what was filed; open until somebody says what it means (`settled_as`)."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="differences")
    source = models.CharField(max_length=8, choices=DifferenceSource.choices)
    field = models.CharField(max_length=40)
    ours = models.CharField(_("as it was filed"), max_length=300, blank=True)
    theirs = models.CharField(_("as it stands there"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("found"))
    settled_as = models.CharField(_("what it means"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["registration", "source", "field"],
                condition=Q(settled_at__isnull=True),
                name="one_open_difference_a_field",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_as="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_as="")),
                name="a_settled_difference_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.field}"


class ChangeKind(models.TextChoices):
    """What is asked of the office after the registration."""

    CHANGE = "change", pgettext_lazy("registration", "Change of the registration")
    CANCEL = "cancel", pgettext_lazy("registration", "Cancellation of the registration")


class ChangeState(models.TextChoices):
    """How it stands."""

    ASKED = "asked", pgettext_lazy("change of a registration", "Asked for")
    DONE = "done", pgettext_lazy("change of a registration", "Done")
    DECLINED = "declined", pgettext_lazy("change of a registration", "Declined")


@tracked()
class RegistrationChange(models.Model):
    """变更、注销: what is to change, why, and what the national system made of it. `before` and `after` by field."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=6, choices=ChangeKind.choices)
    state = models.CharField(max_length=8, choices=ChangeState.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500)
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(_("what the office says"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state="asked"), name="one_change_is_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", settled_on__isnull=True)
                | (~Q(state="asked") & Q(settled_on__isnull=False, settled_by__isnull=False)),
                name="a_settled_change_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="a_declined_change_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.kind} {self.state}"


class ReviewBecause(models.TextChoices):
    """Why experts are asked."""

    LARGE = "large", pgettext_lazy("expert review", "Large amount")
    DISPUTED = "disputed", pgettext_lazy("expert review", "Disputed")


class ReviewOutcome(models.TextChoices):
    """What came of it."""

    OPEN = "", pgettext_lazy("expert review", "not concluded")
    TECHNICAL = "technical", pgettext_lazy("expert review", "A technology contract, amounts as stated")
    LOWER = "lower", pgettext_lazy("expert review", "A technology contract, other technology value")
    NONE = "none", pgettext_lazy("expert review", "No technology contract")


@tracked()
class RegistrationReview(models.Model):
    """专家评审 of a large or disputed registration. `technology_amount` is what the experts found, in 分."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="reviews")
    because = models.CharField(max_length=8, choices=ReviewBecause.choices)
    note = models.CharField(_("what is disputed"), max_length=500, blank=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=9, choices=ReviewOutcome.choices, blank=True)
    technology_amount = models.BigIntegerField(_("technology value"), null=True, blank=True)
    conclusion = models.CharField(_("conclusion and reasons"), max_length=1000, blank=True)
    concluded_on = models.DateField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(concluded_on__isnull=True),
                name="one_review_of_a_registration_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, outcome="")
                | (
                    Q(concluded_on__isnull=False, concluded_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(conclusion="")
                ),
                name="a_concluded_review_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="lower") | Q(technology_amount__gt=0),
                name="another_technology_value_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.because}"


@tracked(exclude=("text",))
class ReviewOpinion(models.Model):
    """What one expert found; entered by the office from his signed sheet."""

    review = models.ForeignKey(RegistrationReview, on_delete=models.CASCADE, related_name="opinions")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    is_technical = models.BooleanField(_("a technology contract"))
    technology_amount = models.BigIntegerField(_("technology value"), null=True, blank=True)
    text = models.CharField(_("opinion"), max_length=1000)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "expert"], name="an_expert_gives_one_opinion"),
            models.CheckConstraint(
                condition=Q(technology_amount__isnull=True) | Q(technology_amount__gt=0),
                name="an_opinion_names_a_positive_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.expert_id}"


@tracked()
class RegistrationOffice(models.Model):
    """A registration office: the pattern of its national numbers, and whether it works here first."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="registration_office"
    )
    works_here = models.BooleanField(_("checks here first"), default=True)
    pattern = models.CharField(_("pattern of its numbers"), max_length=40)
    area = models.CharField(_("digits of the division in its numbers"), max_length=6, blank=True)
    place = models.CharField(_("digits of the office in its numbers"), max_length=4, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.organisation)
