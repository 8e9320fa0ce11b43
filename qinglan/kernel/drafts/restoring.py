"""Filling a form with what its author had typed before: done where forms are drawn, for every form."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.http import HttpRequest, QueryDict

from qinglan.kernel import clock
from qinglan.kernel.drafts.domain.draft import draft_of
from qinglan.kernel.drafts.models import Cause
from qinglan.kernel.drafts.tokens import page_of
from qinglan.kernel.drafts.values import Values

STRANGER = "drafts.stranger"
"""The key in the session of a form that somebody sent who had not yet logged in."""
STRANGERS_MINUTES = 30


@dataclass
class Kept:
    """What is put back into a form: the values, when and why they were kept."""

    values: Values
    saved_at: datetime
    cause: str
    files: list[str] = field(default_factory=list)
    other_saved_at: datetime | None = None
    is_other: bool = False

    @property
    def after_login(self) -> bool:
        """Whether the session had ended when the form was sent."""
        return self.cause == Cause.SESSION


class Source:
    """What one request may put back; asked of the database when the first form is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._found: Kept | None = None
        self._asked = False

    def kept(self) -> Kept | None:
        """The draft of the reader for this page."""
        if not self._asked:
            self._asked = True
            self._found = self._look()
        return self._found

    def _look(self) -> Kept | None:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        page, form = page_of(self.request)
        stranger = _of_stranger(self.request, page)
        if stranger is not None:
            return stranger
        draft = draft_of(user, form, page)
        if draft is None:
            return None
        if self.request.GET.get("draft") == "other" and draft.other is not None:
            assert draft.other_saved_at is not None
            return Kept(draft.other, draft.other_saved_at, draft.cause, is_other=True)
        return Kept(draft.values, draft.saved_at, draft.cause, draft.files, draft.other_saved_at)


current: ContextVar[Source | None] = ContextVar("qinglan_drafts", default=None)


def _of_stranger(request: HttpRequest, page: str) -> Kept | None:
    """What was typed in this browser before anybody had logged in: given back once, and soon."""
    kept = request.session.get(STRANGER)
    if kept is None or kept["page"] != page:
        return None
    del request.session[STRANGER]
    saved_at = datetime.fromisoformat(kept["at"])
    if (clock.now() - saved_at).total_seconds() > STRANGERS_MINUTES * 60:
        return None
    return Kept(kept["values"], saved_at, Cause.SESSION, kept["files"])


def fill(form: forms.BaseForm) -> None:
    """Put what was kept for this page into `form`, unless it answers a sending; once."""
    source = current.get()
    if source is None or form.is_bound or hasattr(form, "restored"):
        return
    form.restored = None  # type: ignore[attr-defined]  # read by drafts/form.html
    kept = source.kept()
    if kept is None or not _is_about(form, kept.values):
        return
    data = QueryDict(mutable=True)
    for name, some in kept.values.items():
        data.setlist(name, some)
    for name, one in form.fields.items():
        html = form.add_prefix(name)
        if isinstance(one.widget, forms.FileInput) or is_secret(one):
            continue
        if one.widget.value_omitted_from_data(data, {}, html):
            continue
        form.initial[name] = one.widget.value_from_datadict(data, {}, html)
        form[name].__dict__.pop("initial", None)  # what Django has worked out before
    form.restored = kept  # type: ignore[attr-defined]  # as above


def _is_about(form: forms.BaseForm, values: Values) -> bool:
    """Whether the values belong to this form and not to another one on the same page."""
    names = {form.add_prefix(name) for name in form.fields}
    own = [name for name in values if name in names or name.rsplit("_", 1)[0] in names]
    return bool(own) and 2 * len(own) >= len(values)


def is_secret(one: forms.Field) -> bool:
    """Passwords, and codes that were sent to somebody."""
    widget = one.widget
    if isinstance(widget, forms.PasswordInput):
        return True
    return str(widget.attrs.get("autocomplete", "")) in (
        "one-time-code", "current-password", "new-password", "off-secret",
    )  # fmt: skip
