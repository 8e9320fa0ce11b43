"""Proof that a person's work led to contracts 成果转化业绩证明, for a professional title."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models.contract import Contract
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


@tracked(exclude=("person_name", "post"))
class ResultProof(models.Model):
    """What a unit certifies of one person; its lines name the contracts. It is printed and stamped by the unit."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="result_proofs")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="result_proofs",
    )
    person_name = models.CharField(_("name of the person"), max_length=60)
    post = models.CharField(_("post and title"), max_length=100)
    purpose = models.CharField(_("title applied for"), max_length=100)
    issued_on = models.DateField(_("issued on"), editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("proof of results")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(reason=""), name="a_withdrawn_proof_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:proof", args=[self.number])


class ProofLine(models.Model):
    """One contract of a proof: what the person did in it, and the share of the work in per cent. Append-only."""

    proof = models.ForeignKey(ResultProof, on_delete=models.PROTECT, related_name="lines")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("what the person did"), max_length=200)
    share = models.PositiveSmallIntegerField(_("share of the work (%)"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proof", "contract"], name="a_proof_names_a_contract_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100),
                name="a_share_of_work_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proof_id} {self.contract_id}"
