"""Verbs on drafts: save, discard, forget. A draft is its author's own; nobody else is asked or told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from qinglan.kernel import clock
from qinglan.kernel.drafts.models import Cause, Draft
from qinglan.kernel.drafts.values import checked


@dataclass(frozen=True)
class Saved:
    """A draft as it now stands, and when another window saved what this one has replaced."""

    revision: int
    saved_at: datetime
    elsewhere: datetime | None


def save_draft(
    *,
    acting_user: Any,
    form: str,
    subject: str,
    values: Mapping[str, Sequence[str]],
    secret: Sequence[str] = (),
    files: Sequence[str] = (),
    window: str = "",
    cause: Cause = Cause.TYPED,
) -> Saved:
    """Keep what `acting_user` has typed. Raises TooLong.

    1. Drops secrets and our own fields.
    2. Where another window (`window` is a name that each makes for itself) saved last, what it saved
       is moved to `other`: the newer wins and nothing is lost.
    3. Writes, and counts the days until it is forgotten anew.
    """
    kept = checked(values, secret)
    key = {"user": acting_user, "form": form[:100], "subject": subject[:500]}
    for _attempt in range(3):
        try:
            with transaction.atomic():
                return _write(key, kept, list(files), window[:40], cause)
        except IntegrityError:  # two windows saved the first version at once
            continue
    raise RuntimeError("a draft could not be saved")


def _write(key: dict[str, Any], values: Any, files: list[str], window: str, cause: Cause) -> Saved:
    now = clock.now()
    expires = now + timedelta(days=settings.DRAFT_DAYS)
    draft = Draft.objects.select_for_update().filter(**key).first()
    if draft is None:
        made = Draft.objects.create(
            **key, values=values, files=files, window=window, cause=cause, saved_at=now, expires_at=expires
        )
        return Saved(made.revision, made.saved_at, None)
    elsewhere = None
    if draft.window != window and draft.values != values and draft.expires_at > now:
        draft.other, draft.other_saved_at = draft.values, draft.saved_at
        elsewhere = draft.saved_at
    draft.values, draft.files, draft.window, draft.cause = values, files, window, cause
    draft.saved_at, draft.expires_at = now, expires
    draft.revision += 1
    draft.save()
    return Saved(draft.revision, now, elsewhere)


@transaction.atomic
def discard_draft(*, acting_user: Any, form: str, subject: str) -> bool:
    """Delete one's own draft; whether there was one."""
    deleted, _each = Draft.objects.filter(user=acting_user, form=form, subject=subject).delete()
    return bool(deleted)


def draft_of(user: Any, form: str, subject: str) -> Draft | None:
    """The draft that is still kept, if there is one."""
    return Draft.objects.filter(user=user, form=form, subject=subject, expires_at__gt=clock.now()).first()


def forget_drafts() -> int:
    """Delete what is older than it may be; how many."""
    deleted, _each = Draft.objects.filter(expires_at__lte=clock.now()).delete()
    return deleted
