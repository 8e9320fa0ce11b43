"""Words for fields that many models share and that none of them names by itself."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

WORDS: dict[str, str | Promise] = {
    "accepted_by": pgettext_lazy("changed field", "accepted by"),
    "account": pgettext_lazy("changed field", "account"),
    "addressee": pgettext_lazy("changed field", "addressee"),
    "agency": pgettext_lazy("changed field", "agency"),
    "answered_at": pgettext_lazy("changed field", "answered at"),
    "answered_by": pgettext_lazy("changed field", "answered by"),
    "applicant": pgettext_lazy("changed field", "applicant"),
    "article": pgettext_lazy("changed field", "article"),
    "award": pgettext_lazy("changed field", "award"),
    "begun_by": pgettext_lazy("changed field", "begun by"),
    "case": pgettext_lazy("changed field", "case"),
    "certificate": pgettext_lazy("changed field", "certificate"),
    "chapter": pgettext_lazy("changed field", "chapter"),
    "closed_at": pgettext_lazy("changed field", "closed at"),
    "closed_by": pgettext_lazy("changed field", "closed by"),
    "code": pgettext_lazy("changed field", "code"),
    "confirmed_at": pgettext_lazy("changed field", "confirmed at"),
    "confirmed_by": pgettext_lazy("changed field", "confirmed by"),
    "corrects": pgettext_lazy("changed field", "corrects"),
    "created_at": pgettext_lazy("changed field", "created at"),
    "created_by": pgettext_lazy("changed field", "created by"),
    "decided_at": pgettext_lazy("changed field", "decided at"),
    "decided_by": pgettext_lazy("changed field", "decided by"),
    "declared_at": pgettext_lazy("changed field", "declared at"),
    "declared_by": pgettext_lazy("changed field", "declared by"),
    "deputy": pgettext_lazy("changed field", "deputy"),
    "digest": pgettext_lazy("changed field", "digest"),
    "due_at": pgettext_lazy("changed field", "due at"),
    "ended_at": pgettext_lazy("changed field", "ended at"),
    "ended_by": pgettext_lazy("changed field", "ended by"),
    "ended_on": pgettext_lazy("changed field", "ended on"),
    "entered_by": pgettext_lazy("changed field", "entered by"),
    "expert": pgettext_lazy("changed field", "expert"),
    "expires_at": pgettext_lazy("changed field", "expires at"),
    "family": pgettext_lazy("changed field", "family"),
    "file": pgettext_lazy("changed field", "file"),
    "first_day": pgettext_lazy("changed field", "first day"),
    "form": pgettext_lazy("changed field", "form"),
    "given_at": pgettext_lazy("changed field", "given at"),
    "given_by": pgettext_lazy("changed field", "given by"),
    "holder": pgettext_lazy("changed field", "holder"),
    "invited_at": pgettext_lazy("changed field", "invited at"),
    "invited_by": pgettext_lazy("changed field", "invited by"),
    "is_demonstration": pgettext_lazy("changed field", "demonstration"),
    "is_public": pgettext_lazy("changed field", "open to the public"),
    "item": pgettext_lazy("changed field", "item"),
    "last_day": pgettext_lazy("changed field", "last day"),
    "membership": pgettext_lazy("changed field", "membership"),
    "name": pgettext_lazy("changed field", "name"),
    "nominated_by": pgettext_lazy("changed field", "nominated by"),
    "organisation": pgettext_lazy("changed field", "organisation"),
    "pack": pgettext_lazy("changed field", "pack"),
    "plan": pgettext_lazy("changed field", "plan"),
    "position": pgettext_lazy("changed field", "position"),
    "prepared_by": pgettext_lazy("changed field", "prepared by"),
    "published_at": pgettext_lazy("changed field", "published at"),
    "published_by": pgettext_lazy("changed field", "published by"),
    "purpose": pgettext_lazy("changed field", "purpose"),
    "recommender": pgettext_lazy("changed field", "recommended by"),
    "revocation_reason": pgettext_lazy("changed field", "reason of the revocation"),
    "revoked_at": pgettext_lazy("changed field", "revoked at"),
    "revoked_by": pgettext_lazy("changed field", "revoked by"),
    "revoked_on": pgettext_lazy("changed field", "revoked on"),
    "round": pgettext_lazy("changed field", "round"),
    "saved_by": pgettext_lazy("changed field", "saved by"),
    "settled_at": pgettext_lazy("changed field", "settled at"),
    "settled_by": pgettext_lazy("changed field", "settled by"),
    "slug": pgettext_lazy("changed field", "short name"),
    "state": pgettext_lazy("changed field", "state"),
    "submitted_by": pgettext_lazy("changed field", "submitted by"),
    "taken_at": pgettext_lazy("changed field", "taken at"),
    "territory": pgettext_lazy("changed field", "territory"),
    "text_digest": pgettext_lazy("changed field", "digest of the text"),
    "url": pgettext_lazy("changed field", "address"),
    "user": pgettext_lazy("changed field", "person"),
    "valid_from": pgettext_lazy("changed field", "valid from"),
    "valid_to": pgettext_lazy("changed field", "valid to"),
    "verified_at": pgettext_lazy("changed field", "verified at"),
    "verified_on": pgettext_lazy("changed field", "verified on"),
    "version": pgettext_lazy("changed field", "version"),
    "withdrawal_reason": pgettext_lazy("changed field", "reason of the withdrawal"),
    "withdrawn_at": pgettext_lazy("changed field", "withdrawn at"),
}

TECHNICAL = frozenset(
    {
        "changed_at",
        "created_at",
        "created_by",
        "digest",
        "text_digest",
        "is_demonstration",
        "slug",
        "version",
        "saved_by",
    }
)
"""Fields with words that nobody decides on: what changed since is not told by them."""


def words_of(name: str) -> str:
    """The words for a field; "" where it has none here."""
    return str(WORDS.get(name, ""))


def is_named(field: Any) -> bool:
    """Whether people have words for a field of a model: its own, or those of its name.

    Who did something and at which moment, where the model has no words of its own for it, repeats who changed it and when.
    """
    if isinstance(field.verbose_name, Promise):
        return True
    return field.name in WORDS and not field.name.endswith(("_at", "_by"))
