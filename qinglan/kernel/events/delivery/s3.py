"""Anchors into an S3 store, best one whose objects can't be overwritten (object lock)."""

import io
from urllib.parse import urlsplit

from minio import Minio
from urllib3 import PoolManager, Retry, Timeout

from qinglan.kernel.events.delivery.content import file_content, file_name
from qinglan.kernel.events.models import Anchor
from qinglan.settings.env import ANCHOR_S3, ANCHOR_S3_ACCESS_KEY, ANCHOR_S3_SECRET_KEY, SettingError

PATIENCE = 20.0
"""Seconds to wait for the store."""


def is_configured() -> bool:
    """Whether a store is named."""
    return bool(ANCHOR_S3.text())


def send(anchor: Anchor) -> str:
    """Store the anchor's file under its name; raises minio's or urllib3's errors, and SettingError."""
    address = urlsplit(ANCHOR_S3.text())
    bucket, _, folder = address.path.strip("/").partition("/")
    if address.scheme not in ("http", "https") or not address.hostname or not bucket:
        raise SettingError(f"{ANCHOR_S3.name} must be https://host[:port]/bucket[/folder]")
    name = f"{folder}/{file_name(anchor)}" if folder else file_name(anchor)
    content = file_content(anchor)
    # No tries of its own: the job tries again, and the page shows each failure.
    pool = PoolManager(timeout=Timeout(PATIENCE), retries=Retry(total=0))
    store = Minio(
        address.netloc,
        access_key=ANCHOR_S3_ACCESS_KEY.text() or None,
        secret_key=ANCHOR_S3_SECRET_KEY.text() or None,
        secure=address.scheme == "https",
        region="us-east-1",
        http_client=pool,
    )
    try:
        done = store.put_object(
            bucket, name, io.BytesIO(content), len(content), content_type="application/json"
        )
    finally:
        pool.clear()
    return f"{bucket}/{name} {done.etag or ''}".strip()
