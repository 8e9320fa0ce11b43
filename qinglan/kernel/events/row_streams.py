"""Streams of the rows of a table: each row has one, named ``prefix:<key of the row>``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise

from qinglan.kernel.events.streams import overseers_see, register_prefix

Rows = Callable[[Any], QuerySet[Any]]
"""The rows whose streams a user sees."""


@dataclass(frozen=True)
class RowStreams:
    """The streams of a table's rows: who sees which goes by `rows`, for one stream as for lists.

    `key` is the field that names them. With `overseen` officers and the audit administrator see besides who did what
    and when in all of them; what events say stays with those who see the row.
    """

    name: str
    rows: Rows
    key: str = "pk"
    overseen: bool = False

    def visible(self, user: Any, stream: str) -> bool:
        """Whether `user` sees this stream."""
        return (self.overseen and overseers_see(user, stream)) or self.readable(user, stream)

    def readable(self, user: Any, stream: str) -> bool:
        """Whether `user` sees the row, so that he reads what its events say."""
        key = stream.partition(":")[2]
        if self.key == "pk" and not key.isdecimal():
            return False
        return self.rows(user).filter(**{self.key: key}).exists()

    def listed(self, user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
        """Of `heads`, those that `user` sees in lists."""
        if self.overseen and overseers_see(user, self.name):
            return heads
        names = Concat(Value(f"{self.name}:"), Cast(self.key, CharField()))
        return heads.filter(stream__in=self.rows(user).annotate(stream=names).values("stream"))


def register_rows(
    name: str, title: str | Promise, *, rows: Rows, key: str = "pk", overseen: bool = False
) -> None:
    """Enter the prefix of a table's streams. Raises as `register_prefix`."""
    streams = RowStreams(name, rows, key, overseen)
    register_prefix(name, title, visible=streams.visible, listed=streams.listed, readable=streams.readable)
