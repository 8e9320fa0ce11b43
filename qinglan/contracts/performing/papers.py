"""Files about what happens to a contract. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract, ContractPaper
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file

HOLDER = "contracts.performing"
MOST = 20
Given = tuple[str, bytes]
"""A file as it comes in: name and content."""


def bring(acting_user: Any, contract: Contract, about: str, given: Given | None, *, needed: str = "") -> None:
    """Keep a file about `about`, within the caller's transaction; `needed` says why one must be there.

    Raises Impossible, beside ``file``.
    """
    if given is None:
        if needed:
            raise Impossible(needed, field="file")
        return
    if ContractPaper.objects.filter(contract=contract, about=about).count() >= MOST:
        raise Impossible(_("At most {most} files about one thing.").format(most=MOST), field="file")
    name, content = given
    file = store_file(
        acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=contract.number
    )
    ContractPaper.objects.create(
        contract=contract, about=about, file=file, brought_by=acting_user, brought_at=clock.now()
    )
