"""Service inventions 职务科技成果, the people who made them, and those who ask to use an idle one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.market.models import Technology
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right


class Head(models.TextChoices):
    """Whether somebody heads a unit 领导干部: his reward is marked in the notice, equity is refused him."""

    NO = "no", pgettext_lazy("head of a unit", "no")
    DEPUTY = "deputy", pgettext_lazy("head of a unit", "in another leading post")
    PRINCIPAL = "principal", pgettext_lazy("head of a unit", "principal head")


@tracked(exclude=("name", "id_number", "post"))
class Inventor(models.Model):
    """Somebody of a unit who makes inventions 科技人员, by the number that the unit gave him.

    Who left keeps his rewards: `left_on` is his last day. `id_number` is sealed (`parties.sealed`) and opened only
    for the tax filing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inventors")
    staff_number = models.CharField(_("staff number"), max_length=30)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    post = models.CharField(_("post and title"), max_length=100)
    head = models.CharField(_("heads a unit"), max_length=9, choices=Head.choices, default=Head.NO)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="inventor_of"
    )
    id_kind = models.CharField(_("kind of identity paper"), max_length=30, default="居民身份证")
    id_number = models.TextField(blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_note = models.CharField(_("how he is reached since"), max_length=200, blank=True)
    created_at = models.DateTimeField(editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id", "staff_number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "staff_number"], name="a_staff_number_names_one_inventor"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(user__isnull=False),
                name="an_account_is_one_inventor_of_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InventionState(models.TextChoices):
    """How a disclosed invention stands."""

    DISCLOSED = "disclosed", pgettext_lazy("service invention", "disclosed, ownership to be checked")
    RETURNED = "returned", pgettext_lazy("service invention", "returned for more particulars")
    OWNED = "owned", pgettext_lazy("service invention", "the unit's own")
    NOT_OURS = "not_ours", pgettext_lazy("service invention", "no service invention of the unit")


INVENTION_LIGHTS = {
    InventionState.DISCLOSED: "due",
    InventionState.RETURNED: "late",
    InventionState.OWNED: "done",
    InventionState.NOT_OURS: "idle",
}


@tracked()
class Invention(models.Model):
    """A service invention, from its disclosure 披露 on. `number` is our own (``ZW-2026-000001``).

    `first_used_on` is the day on which it was first exploited, empty while it lies idle. `parts_*` say by which
    paper the contributors agreed on their parts.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="service_inventions")
    title = models.CharField(_("title of the invention"), max_length=200)
    kind = models.CharField(_("kind of result"), max_length=20)
    department = models.CharField(_("department"), max_length=120, blank=True)
    completed_on = models.DateField(_("completed on"))
    source = models.CharField(_("project or task that it comes from"), max_length=200, blank=True)
    summary = models.CharField(_("what it is and what it does"), max_length=2000, blank=True)
    rights = models.ManyToManyField(Right, through="InventionRight", related_name="service_inventions")
    technology = models.ForeignKey(
        Technology, on_delete=models.PROTECT, null=True, blank=True, related_name="service_inventions"
    )
    state = models.CharField(max_length=10, choices=InventionState.choices, editable=False)
    ownership_basis = models.CharField(_("basis of the ownership check"), max_length=500, blank=True)
    co_owners = models.CharField(_("co-owners and what they agreed"), max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    parts_agreed_on = models.DateField(_("parts agreed on"), null=True, blank=True)
    parts_basis = models.CharField(_("agreement on the parts"), max_length=300, blank=True)
    parts_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    first_used_on = models.DateField(_("first exploited on"), null=True, blank=True, editable=False)
    disclosed_at = models.DateTimeField(_("disclosed"), editable=False)
    disclosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("service invention")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keeper", "state"], name="inventions_of_a_unit"),
            models.Index(
                fields=["keeper", "completed_on"],
                condition=Q(first_used_on__isnull=True),
                name="inventions_that_lie_idle",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="disclosed", checked_at__isnull=True)
                | (~Q(state="disclosed") & Q(checked_at__isnull=False) & ~Q(ownership_basis="")),
                name="a_checked_invention_has_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(parts_agreed_on__isnull=True) | ~Q(parts_basis=""),
                name="agreed_parts_have_their_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:invention", args=[self.number])

    @property
    def key(self) -> str:
        """The name of its stream of events."""
        return f"invention:{self.number}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return INVENTION_LIGHTS[InventionState(self.state)]


@tracked()
class InventionRight(models.Model):
    """A right in an invention."""

    invention = models.ForeignKey(Invention, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invention", "right"], name="an_invention_names_a_right_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invention_id} {self.right_id}"


@tracked(exclude=("contribution",))
class Contributor(models.Model):
    """Who made an invention, or helped to turn it to use: in which order, what he did, his agreed part.

    `part` in ten-thousandths of the team's reward for the invention. Main ones 主要贡献人员 get half of it at least.
    """

    invention = models.ForeignKey(Invention, on_delete=models.PROTECT, related_name="contributors")
    inventor = models.ForeignKey(Inventor, on_delete=models.PROTECT, related_name="contributions")
    position = models.PositiveSmallIntegerField(pgettext_lazy("among contributors", "place"))
    contribution = models.CharField(_("contribution"), max_length=300)
    is_main = models.BooleanField(_("main contributor"), default=False)
    part = models.PositiveSmallIntegerField(_("agreed part"), default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["invention_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invention", "inventor"], name="a_contributor_is_named_once"),
            models.UniqueConstraint(
                fields=["invention", "position"], name="a_place_among_contributors_is_taken_once"
            ),
            models.CheckConstraint(condition=Q(part__lte=10000), name="an_agreed_part_is_of_the_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.invention_id} {self.position}"


class IdleState(models.TextChoices):
    """What the unit answered."""

    OPEN = "open", pgettext_lazy("use of an idle invention", "waits for the unit's answer")
    AGREED = "agreed", pgettext_lazy("use of an idle invention", "agreed")
    REFUSED = "refused", pgettext_lazy("use of an idle invention", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("use of an idle invention", "withdrawn")


@tracked()
class IdleApplication(models.Model):
    """An inventor's written application to exploit an idle invention 闲置成果, and the unit's answer by a day."""

    invention = models.ForeignKey(Invention, on_delete=models.PROTECT, related_name="applications")
    inventor = models.ForeignKey(Inventor, on_delete=models.PROTECT, related_name="+")
    plan = models.CharField(_("how you want to exploit it"), max_length=3000)
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(_("filed"))
    answer_due = models.DateTimeField(_("to be answered by"))
    state = models.CharField(max_length=9, choices=IdleState.choices)
    answer = models.CharField(_("answer and reasons"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["invention", "inventor"],
                condition=Q(state="open"),
                name="one_open_application_for_an_idle_invention",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], answer="")
                | (Q(state__in=["agreed", "refused"], answered_at__isnull=False) & ~Q(answer="")),
                name="an_answered_application_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invention_id} {self.state}"
