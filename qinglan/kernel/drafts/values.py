"""Which posted values are kept: what somebody typed, never a secret, and not more than there is room for."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict

from qinglan.kernel.drafts.tokens import FIELD

Values = dict[str, list[str]]
SECRETS = "q_secret"
"""The name under which a form names its secret fields."""
OURS = frozenset({"csrfmiddlewaretoken", "look_again", "next", FIELD, SECRETS, "q_draft"})
LOOKS_SECRET = re.compile(
    r"passw|passphrase|secret|otp|captcha|(^|[_-])pin($|[_-])|verification_?code|sms_?code|one_?time|id_?number",
    re.IGNORECASE,
)
LONGEST = 200_000
"""Characters of all values together; a longer form is not kept, and its author is told."""
MOST_FIELDS = 2_000


class TooLong(Exception):
    """There is more than is kept."""


def kept_of(posted: QueryDict) -> Values:
    """The values of a posted form that may be kept; raises TooLong."""
    secret = set(posted.getlist(SECRETS))
    return checked({name: posted.getlist(name) for name in posted}, secret)


def checked(values: Mapping[str, Sequence[str]], secret: Iterable[str] = ()) -> Values:
    """`values` without secrets and without our own fields; raises TooLong."""
    hidden = set(secret)
    kept = {
        name: [str(value) for value in some]
        for name, some in values.items()
        if name not in OURS and name not in hidden and not LOOKS_SECRET.search(name)
    }
    length = sum(len(name) + sum(map(len, some)) for name, some in kept.items())
    if length > LONGEST or len(kept) > MOST_FIELDS:
        raise TooLong
    return kept


def file_names(request: HttpRequest) -> list[str]:
    """The names of the files that came with the form: they are not kept and must be chosen again."""
    return [str(file.name)[:200] for name in request.FILES for file in request.FILES.getlist(name)][:50]


def fingerprint(request: HttpRequest) -> str:
    """A hash over what was sent and where to, so that the same sending is known again."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in ("csrfmiddlewaretoken", FIELD):
            for value in request.POST.getlist(name):
                _add(digest, name, value)
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            _add(digest, name, f"{file.name}:{file.size}")
    return digest.hexdigest()


def _add(digest: Any, name: str, value: str) -> None:
    digest.update(f"\x00{len(name)}:{name}\x00{len(value)}:{value}".encode())
