"""What a contract says: versions that only grow."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models.contract import Contract
from qinglan.kernel.documents import code
from qinglan.parties.models import Organisation


class ContractVersion(models.Model):
    """A version of a contract, whole: its particulars as they stood (`facts`) and its clauses. Only grows.

    `digest` is the SHA-256 of the canonical bytes of all that it says; `version_code` is derived from the same
    bytes and stands on every page of the paper. `unit` is the organisation for which its author wrote it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("what changed and why"), max_length=500, blank=True)
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    version_code = models.CharField(_("version code"), max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "number"], name="versions_of_a_contract_count_up"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_of_a_contract_begin_at_one"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="digest_of_a_version_is_a_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:version", args=[self.contract.number, self.number])

    @property
    def code_shown(self) -> str:
        """The version code as printed."""
        return code.shown(self.version_code)


class VersionClause(models.Model):
    """A clause of a version, with the title that the paper prints. Only grows."""

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="a_version_has_each_clause_once"),
            models.CheckConstraint(condition=~Q(text=""), name="a_clause_says_something"),
        ]

    def __str__(self) -> str:
        return self.code
