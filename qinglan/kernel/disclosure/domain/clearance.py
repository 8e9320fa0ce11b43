"""Verb: clear something for publication; and the question that every publisher asks."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure import own_kinds
from qinglan.kernel.disclosure.models import Clearance
from qinglan.kernel.disclosure.scanning import Finding, Scan, scan_file, scan_text
from qinglan.kernel.disclosure.words import finding_words

_MOST_NAMED = 5


@dataclass(frozen=True)
class Check:
    """A check by a person: who made it, when, on what basis (a document, a decision, a rule)."""

    by: str
    on: date
    basis: str


@dataclass(frozen=True)
class Attached:
    """A file that becomes public with the text."""

    name: str
    content: bytes


class NotCleared(Impossible):
    """It may not become public: what was found, and which files only a person can read."""

    def __init__(self, message: str, findings: Sequence[Finding] = (), unread: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
        self.unread = tuple(unread)


@transaction.atomic
def clear_for_publication(
    *,
    acting_user: Any,
    subject: str,
    texts: Mapping[str, str],
    files: Sequence[Attached] = (),
    secrecy: Check,
    publication: Check,
    read_by_eye: bool = False,
    override_reason: str = "",
    may_override: bool = True,
) -> Clearance:
    """Clear `texts` (place → text) and `files` of `subject` for publication.

    1. Asks for the permission ``disclosure.clear``.
    2. Refuses without a basis of the secrecy check and of the publication check, and a check whose
       day is still to come (NotCleared).
    3. Scans all texts and files for identity, telephone and bank-card numbers. Findings refuse
       (NotCleared), unless `override_reason` is given by somebody with ``disclosure.override``;
       where nobody may (`may_override` False) the refusal does not ask for a reason.
       Files that no machine can read refuse, unless `read_by_eye` says that a person read them.
    4. Records the clearance with the masked findings, and appends an event.
    """
    permissions.require(acting_user, "disclosure.clear")
    if not (secrecy.basis.strip() and publication.basis.strip() and secrecy.by and publication.by):
        raise NotCleared(_("Say who made the secrecy check and the publication check, and on what basis."))
    if max(secrecy.on, publication.on) > clock.today():
        raise NotCleared(_("The day of a check is still to come. Write the day on which it was checked."))
    scan = scan_all(texts, files)
    if scan.findings and override_reason.strip():
        permissions.require(acting_user, "disclosure.override")
    elif scan.findings:
        words = _found_words(scan.findings) if may_override else _refused_words(scan.findings)
        raise NotCleared(words, scan.findings, scan.unread)
    if scan.unread and not read_by_eye:
        raise NotCleared(
            _("No machine can read %(files)s. Read it yourself for numbers of persons, and say that you did.")
            % {"files": _listed(scan.unread)},
            scan.findings,
            scan.unread,
        )
    clearance = Clearance.objects.create(
        subject=subject,
        digest=digest_of(texts, files),
        secrecy_by=secrecy.by,
        secrecy_on=secrecy.on,
        secrecy_basis=secrecy.basis.strip(),
        publication_by=publication.by,
        publication_on=publication.on,
        publication_basis=publication.basis.strip(),
        findings=[finding.as_data() for finding in scan.findings],
        unread=list(scan.unread),
        override_reason=override_reason.strip() if scan.findings else "",
        cleared_by=acting_user,
        cleared_at=clock.now(),
    )
    events.append(
        stream=f"clearance:{subject.replace(':', '.')}",
        kind=own_kinds.CLEARED,
        payload={
            "subject": subject,
            "digest": clearance.digest,
            "secrecy_basis": clearance.secrecy_basis,
            "publication_basis": clearance.publication_basis,
            "findings": len(scan.findings),
            "override_reason": clearance.override_reason,
        },
        actor=acting_user,
    )
    return clearance


def require_clearance(subject: str, texts: Mapping[str, str], files: Sequence[Attached] = ()) -> Clearance:
    """The clearance of exactly this content; raises NotCleared where there is none. For publishers."""
    found = Clearance.objects.filter(subject=subject, digest=digest_of(texts, files)).first()
    if found is None:
        raise NotCleared(
            _("This was not checked for publication yet, or was changed since. Let it be checked first.")
        )
    return found


def refuse_numbers(texts: Mapping[str, str], field: str | None = None) -> None:
    """Refuse texts (place → text) that hold a number of a person, for what is published where it is written.

    The lighter half of the gate, for short remarks that no paper stands behind: nothing is recorded and nobody
    lets a number pass. Raises NotCleared, beside the form's `field`.
    """
    found = scan_all(texts).findings
    if found:
        error = NotCleared(_refused_words(found), found)
        error.field = field
        raise error


def scan_all(texts: Mapping[str, str], files: Sequence[Attached] = ()) -> Scan:
    """Everything that would become public, scanned."""
    scan = Scan()
    for place, text in texts.items():
        scan.findings += scan_text(text, place)
    for file in files:
        scan.findings += scan_text(file.name, _("name of %(file)s") % {"file": file.name})
        scan.add(scan_file(file.name, file.content))
    return scan


def digest_of(texts: Mapping[str, str], files: Sequence[Attached] = ()) -> str:
    """The SHA-256 of what is checked, whatever the places are called in the reader's language."""
    digest = hashlib.sha256()
    for text in texts.values():
        digest.update(hashlib.sha256(text.encode()).digest())
    for file in files:
        digest.update(hashlib.sha256(file.name.encode()).digest())
        digest.update(hashlib.sha256(file.content).digest())
    return digest.hexdigest()


def _found_words(findings: Sequence[Finding]) -> str:
    text = ngettext(
        "%(count)s number of a person was found: %(list)s. Remove or mask it, or say why they may become public.",
        "%(count)s numbers of persons were found: %(list)s. Remove or mask them, or say why they may become public.",
        len(findings),
    )
    return text % {"count": len(findings), "list": _listed([finding_words(one) for one in findings])}


def _refused_words(findings: Sequence[Finding]) -> str:
    text = _("This becomes public, and holds a number of a person: %(list)s. Remove or mask it.")
    return text % {"list": _listed([finding_words(one) for one in findings])}


def _listed(words: Sequence[str]) -> str:
    shown = "; ".join(words[:_MOST_NAMED])
    rest = len(words) - _MOST_NAMED
    return shown + (_(" and %(count)s more") % {"count": rest} if rest > 0 else "")
