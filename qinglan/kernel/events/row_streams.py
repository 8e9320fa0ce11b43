"""Streams of the rows of a table: each row has one, named ``prefix:<key of the row>``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise

from qinglan.kernel.events.streams import register_prefix

Rows = Callable[[Any], QuerySet[Any]]
"""The rows whose streams a user sees."""


@dataclass(frozen=True)
class RowStreams:
    """The streams of a table's rows: who sees which goes by `rows`, for one stream as for lists."""

    name: str
    rows: Rows

    def visible(self, user: Any, stream: str) -> bool:
        """Whether `user` sees this stream."""
        key = stream.partition(":")[2]
        return key.isdecimal() and self.rows(user).filter(pk=key).exists()

    def listed(self, user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
        """Of `heads`, those that `user` sees in lists."""
        names = Concat(Value(f"{self.name}:"), Cast("pk", CharField()))
        return heads.filter(stream__in=self.rows(user).annotate(stream=names).values("stream"))


def register_rows(name: str, title: str | Promise, *, rows: Rows) -> None:
    """Enter the prefix of a table's streams. Raises as `register_prefix`."""
    streams = RowStreams(name, rows)
    register_prefix(name, title, visible=streams.visible, listed=streams.listed)
