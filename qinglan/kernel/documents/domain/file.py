"""Verb: store a file for a holder."""

from typing import Any

from django.conf import settings
from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.kernel.documents import store
from qinglan.kernel.documents.checking import inspect
from qinglan.kernel.documents.models import StoredFile


@transaction.atomic
def store_file(
    *,
    acting_user: Any,
    name: str,
    content: bytes,
    holder: str,
    holder_key: str,
    declared_type: str = "",
    endings: tuple[str, ...] | None = None,
    max_bytes: int | None = None,
) -> StoredFile:
    """Check a file and store it for a holder.

    `endings` narrows the kinds taken, `max_bytes` the size (default: setting QINGLAN_LARGEST_FILE).
    Raises PermissionRefused, or Refused (an Impossible) with what is wrong with the file. The bytes
    are on the disk before the row is written; a row never lacks its content.
    """
    permissions.require(acting_user, "documents.add_file", (holder, holder_key))
    found = inspect(name, content, max_bytes=max_bytes or settings.LARGEST_FILE, endings=endings)
    return StoredFile.objects.create(
        name=found.name,
        declared_type=declared_type[:120],
        media_type=found.media_type,
        size=len(content),
        digest=store.put(content),
        flags=list(found.flags),
        holder=holder,
        holder_key=holder_key,
        owner=acting_user,
        stored_at=clock.now(),
    )
