"""What happens to a contract in force: papers, amendments, its early end, breaches and disputes. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.choices import PartySide
from qinglan.contracts.models.contract import Contract
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked


class ContractPaper(models.Model):
    """A file about something that happened: `about` names it (``milestone:3``, ``amendment:1``). Only grows."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="papers")
    about = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contract", "about"], name="papers_about_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.about}"


class ProposalState(models.TextChoices):
    """How a proposed change of a contract stands; what the other side agreed to holds."""

    PROPOSED = "proposed", pgettext_lazy("change of a contract", "Waits for the other side")
    AGREED = "agreed", pgettext_lazy("change of a contract", "Agreed")
    REFUSED = "refused", pgettext_lazy("change of a contract", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of a contract", "Withdrawn")


PROPOSAL_LIGHTS = {
    ProposalState.PROPOSED: "due",
    ProposalState.AGREED: "done",
    ProposalState.REFUSED: "late",
    ProposalState.WITHDRAWN: "idle",
}
_SETTLED = Q(state="proposed", settled_at__isnull=True) | (~Q(state="proposed") & Q(settled_at__isnull=False))


class Proposal(models.Model):
    """What one side proposes and the other answers."""

    side = models.CharField(max_length=6, choices=PartySide.choices)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def light(self) -> str:
        """The light beside its state."""
        return PROPOSAL_LIGHTS[ProposalState(self.state)]


@tracked()
class Amendment(Proposal):
    """合同变更: `after` are the values that shall hold (`performing.changes`), `before` those that stood.

    The side that proposes it brings the supplementary agreement with both stamps; the other side confirms it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("what changes and why"), max_length=1000)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = _("amendment")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "number"], name="amendments_count_up"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="proposed"), name="one_amendment_is_on_the_table"
            ),
            models.CheckConstraint(condition=_SETTLED, name="a_settled_amendment_says_when"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def about(self) -> str:
        """The key of its papers."""
        return f"amendment:{self.number}"


class EndGround(models.TextChoices):
    """Why a contract ends early (Civil Code, articles 562, 563, 857)."""

    AGREED = "agreed", _("Both sides agree (协商解除)")
    BREACH = "breach", _("The other side broke it (违约解除)")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    KNOWN_TO_ALL = "known_to_all", _("Others made the technology public (标的技术已公开)")
    RIGHT_LOST = "right_lost", _("The right was declared invalid or lapsed")
    OTHER = "other", _("Another ground by law or contract")


@tracked()
class Ending(Proposal):
    """合同解除: agreed by both, or by the notice of one that reached the other on `on`."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="endings")
    ground = models.CharField(_("ground"), max_length=14, choices=EndGround.choices)
    reason = models.CharField(_("reason"), max_length=500)
    settlement = models.CharField(_("what becomes of money, papers and rights"), max_length=1000)
    on = models.DateField(_("ends on"))

    class Meta:
        verbose_name = _("termination")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="a_contract_is_ended_once",
            ),
            models.CheckConstraint(condition=_SETTLED, name="a_settled_termination_says_when"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.ground}"

    @property
    def about(self) -> str:
        """The key of its papers."""
        return f"ending:{self.pk}"


class MatterKind(models.TextChoices):
    """What is recorded against the other side."""

    BREACH = "breach", pgettext_lazy("matter of a contract", "Breach (违约)")
    DISPUTE = "dispute", pgettext_lazy("matter of a contract", "Dispute (争议)")


class MatterState(models.TextChoices):
    """How a breach or dispute stands."""

    OPEN = "open", pgettext_lazy("matter of a contract", "Open")
    ANSWERED = "answered", pgettext_lazy("matter of a contract", "Answered, not settled")
    SETTLED = "settled", pgettext_lazy("matter of a contract", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("matter of a contract", "Withdrawn")


MATTER_LIGHTS = {
    MatterState.OPEN: "late",
    MatterState.ANSWERED: "due",
    MatterState.SETTLED: "done",
    MatterState.WITHDRAWN: "idle",
}


class Outcome(models.TextChoices):
    """How a breach or dispute was settled."""

    REMEDIED = "remedied", _("Remedied")
    PAID = "paid", _("Damages paid")
    NEGOTIATED = "negotiated", _("Settled by negotiation")
    MEDIATED = "mediated", _("Settled by mediation")
    ARBITRATED = "arbitrated", _("Arbitration award")
    JUDGED = "judged", _("Judgment of a court")
    ENDED = "ended", _("The contract was ended")


@tracked()
class Matter(models.Model):
    """A breach or dispute: what `side` says, what the other answered, how it was settled and where.

    `claim` is the amount asked for, in 分. `forum` names the institution and number of a mediation, arbitration
    or lawsuit.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=MatterKind.choices)
    side = models.CharField(max_length=6, choices=PartySide.choices)
    facts = models.TextField(_("what happened"), max_length=3000)
    clause = models.CharField(_("clause of the contract"), max_length=200, blank=True)
    demand = models.CharField(_("what is asked for"), max_length=500, blank=True)
    claim = models.BigIntegerField(_("amount asked for"), null=True, blank=True)
    happened_on = models.DateField(_("happened on"))
    answer = models.TextField(_("answer of the other side"), max_length=3000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(_("what was settled"), max_length=1000, blank=True)
    forum = models.CharField(_("institution and case number"), max_length=200, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MatterState.choices)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("breach or dispute")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "number"], name="matters_count_up"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True) | Q(claim__gte=0), name="a_claim_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="settled") & Q(settled_on__isnull=True, outcome=""),
                name="a_settled_matter_says_how_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def about(self) -> str:
        """The key of its papers."""
        return f"matter:{self.number}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return MATTER_LIGHTS[MatterState(self.state)]
