"""Verbs on photographs and files of a draft."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.market.domain.locking import locked, save, writable
from qinglan.market.models import Level, NeedAttachment, TechnologyAttachment
from qinglan.market.recorded import changed

ATTACHMENTS: dict[str, Any] = {"technology": TechnologyAttachment, "need": NeedAttachment}
MOST = 20
HOLDER = "market.listing"
PICTURES = (".jpg", ".jpeg", ".png", ".webp")


@transaction.atomic
def attach(
    *,
    acting_user: Any,
    listing: Any,
    name: str,
    content: bytes,
    caption: str = "",
    level: str = Level.PUBLIC,
) -> Any:
    """Add a file to a draft; a picture is a photograph. Raises Impossible (of the file), PermissionRefused."""
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing, check=False))
    model = ATTACHMENTS[row.SIDE]
    if model.objects.filter(listing=row).count() >= MOST:
        raise Impossible(_("At most {most} files. Take one away first.").format(most=MOST), field="file")
    file = store_file(acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=row.key)
    part = model.objects.create(
        listing=row,
        file=file,
        caption=caption,
        is_photograph=file.name.lower().endswith(PICTURES),
        level=level,
    )
    save(row)
    changed(row)
    return part


@transaction.atomic
def detach(*, acting_user: Any, listing: Any, pk: int) -> None:
    """Take a file away from a draft; what was stored stays with the version that was public."""
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing, check=False))
    ATTACHMENTS[row.SIDE].objects.filter(listing=row, pk=pk).delete()
    save(row)
    changed(row)
