"""True time, as the log's own stamps: a training site's clock may run ahead."""

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)
