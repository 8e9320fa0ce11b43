"""Streams are named ``prefix:key``; an app registers its prefixes and who may see their streams."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import in_role

NAME = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9._~-]{1,150}")
Visible = Callable[[Any, str], bool]
Visibles = Callable[[Any, QuerySet[Any]], QuerySet[Any]]

_is_officer = in_role("officer")


class BadStreamName(ValueError):
    """A stream's name is ``prefix:key`` of a registered prefix, in letters, digits and ``. _ ~ -``."""


def officers_see(user: Any, stream: str) -> bool:
    """The default: officers see every stream."""
    return bool(_is_officer.test(user))


def officers_list(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    """The same for lists."""
    return heads if _is_officer.test(user) else heads.none()


@dataclass(frozen=True)
class Prefix:
    """What streams of a prefix are about, and who may see one (`visible`) and list them (`listed`)."""

    name: str
    title: str | Promise
    visible: Visible = officers_see
    listed: Visibles = officers_list


PREFIXES: dict[str, Prefix] = {}


def register_prefix(
    name: str,
    title: str | Promise,
    *,
    visible: Visible = officers_see,
    listed: Visibles = officers_list,
) -> Prefix:
    """Enter a prefix; it may be entered once. `visible` and `listed` must agree."""
    if name in PREFIXES:
        raise ValueError(f"the prefix {name} of event streams is registered twice")
    PREFIXES[name] = Prefix(name, title, visible, listed)
    return PREFIXES[name]


def prefix_of(stream: str) -> Prefix:
    """The prefix of `stream`; raises BadStreamName."""
    name = stream.partition(":")[0]
    if not NAME.fullmatch(stream) or name not in PREFIXES:
        raise BadStreamName(f"{stream!r} is no name of a stream: write prefix:key with a registered prefix")
    return PREFIXES[name]


register_prefix("events", _("The event log itself"))
