"""Streams are named ``prefix:key``; an app registers its prefixes and who may see their streams."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import is_auditor, is_officer

NAME = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9._~-]{1,150}")
Visible = Callable[[Any, str], bool]
Visibles = Callable[[Any, QuerySet[Any]], QuerySet[Any]]

_overlooks = is_officer | is_auditor


class BadStreamName(ValueError):
    """A stream's name is ``prefix:key`` of a registered prefix, in letters, digits and ``. _ ~ -``."""


def overseers_see(user: Any, stream: str) -> bool:
    """The default: officers and the audit administrator see every stream."""
    return bool(_overlooks.test(user))


def overseers_list(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    """The same for lists."""
    return heads if _overlooks.test(user) else heads.none()


def officers_read(user: Any, stream: str) -> bool:
    """The default: officers read what events say; the audit administrator sees who did what and when."""
    return bool(is_officer.test(user))


@dataclass(frozen=True)
class Prefix:
    """What streams of a prefix are about, who may see one (`visible`), list them (`listed`) and read
    what their events say (`readable`).
    """

    name: str
    title: str | Promise
    visible: Visible = overseers_see
    listed: Visibles = overseers_list
    readable: Visible = officers_read


PREFIXES: dict[str, Prefix] = {}


def register_prefix(
    name: str,
    title: str | Promise,
    *,
    visible: Visible = overseers_see,
    listed: Visibles = overseers_list,
    readable: Visible | None = None,
) -> Prefix:
    """Enter a prefix; it may be entered once. `visible` and `listed` must agree. Without `readable`,
    who may see a stream by a rule of its own may read it too.
    """
    if name in PREFIXES:
        raise ValueError(f"the prefix {name} of event streams is registered twice")
    if readable is None:
        readable = officers_read if visible is overseers_see else visible
    PREFIXES[name] = Prefix(name, title, visible, listed, readable)
    return PREFIXES[name]


def prefix_of(stream: str) -> Prefix:
    """The prefix of `stream`; raises BadStreamName."""
    name = stream.partition(":")[0]
    if not NAME.fullmatch(stream) or name not in PREFIXES:
        raise BadStreamName(f"{stream!r} is no name of a stream: write prefix:key with a registered prefix")
    return PREFIXES[name]


register_prefix("events", _("The event log itself"))
