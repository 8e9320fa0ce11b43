"""What every form carries: who opened it, on which page, and a key that is used once.

The token is signed, not secret: it says nothing that its reader does not know.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest, QueryDict

FIELD = "q_once"
"""The name of the hidden field."""
SALT = "qinglan.kernel.drafts.form"
VALID = timedelta(days=7)
"""How long a page may lie open and its form still be kept, and a second sending be noticed."""
ASIDE = frozenset({"lang", "draft"})
"""Parts of an address that say how a page is shown, not what it is about."""


@dataclass(frozen=True)
class FormToken:
    """The account that opened the form (None: a stranger), its one-use key, its page (address and name)."""

    user: int | None
    key: str
    page: str
    form: str


def issue(request: HttpRequest) -> str:
    """The token for one more form on the page that `request` asked for."""
    page, form = page_of(request)
    user = getattr(getattr(request, "user", None), "pk", None)
    return signing.dumps([user, secrets.token_urlsafe(16), page, form], salt=SALT)


def read(text: str | None) -> FormToken | None:
    """The token, when it is one of ours and not too old."""
    if not text or len(text) > 2_000:
        return None
    try:
        user, key, page, form = signing.loads(text, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(user, key, page, form)


def page_of(request: HttpRequest) -> tuple[str, str]:
    """Address and name of the page on which the form stands.

    A page shown again after a refused sending is the page that was opened; a part of a page that
    htmx fetches belongs to the page in the browser's address line.
    """
    if request.method == "POST":
        before = read(request.POST.get(FIELD))
        if before is not None:
            return before.page, before.form
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match is not None else ""
    current = request.headers.get("HX-Current-URL", "")
    if current:
        parts = urlsplit(current)
        return page_address(parts.path, QueryDict(parts.query)), name
    return page_address(request.path, request.GET), name


def page_address(path: str, query: QueryDict) -> str:
    """`path` with what in `query` is about the subject; at most 500 characters."""
    kept = [(name, value) for name in query if name not in ASIDE for value in query.getlist(name)]
    return f"{path}?{urlencode(kept)}"[:500] if kept else path[:500]
