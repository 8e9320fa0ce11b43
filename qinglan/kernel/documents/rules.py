"""Who may do what with papers, certificates and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.documents import holders
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system

PAPERS = "documents.paper"
CERTIFICATES = "documents.certificate"


@predicate  # type: ignore[untyped-decorator]
def may_read_file(user: Any, file: Any) -> bool:
    """The file's holder lets the user read it."""
    holder = holders.holder(file.holder) if file is not None else None
    return holder is not None and holder.may_read(user, file.holder_key)


@predicate  # type: ignore[untyped-decorator]
def may_add_file(user: Any, place: Any) -> bool:
    """The holder, given as (kind, key), lets the user add a file."""
    holder = holders.holder(place[0]) if place else None
    return holder is not None and holder.may_add(user, place[1])


ONLY_OFFICERS = _("Only an officer may work on papers. Log in with an officer's account.")

declare("documents.read_file", may_read_file, refusal=_("This file is not open to you."))
declare("documents.add_file", may_add_file, refusal=_("You may not add a file here."))
declare("documents.see_papers", is_officer, refusal=ONLY_OFFICERS)
declare("documents.draft_paper", is_officer | is_the_system, refusal=ONLY_OFFICERS)
declare("documents.take_paper", is_officer, refusal=ONLY_OFFICERS)
declare("documents.number_paper", is_officer, refusal=ONLY_OFFICERS)
declare("documents.return_paper", is_officer, refusal=ONLY_OFFICERS)
declare("documents.compare_paper", is_officer, refusal=ONLY_OFFICERS)
declare("documents.discard_paper", is_officer, refusal=ONLY_OFFICERS)
declare("documents.certify", is_officer | is_the_system, refusal=ONLY_OFFICERS)


def _officer(user: Any, key: str) -> bool:
    return bool(is_officer.test(user))


def _certifier(user: Any, key: str) -> bool:
    return bool(is_officer.test(user) or is_the_system.test(user))


def _everybody(user: Any, key: str) -> bool:
    return True


holders.register(PAPERS, _("Official papers"), may_read=_officer, may_add=_officer)
holders.register(CERTIFICATES, _("Certificates"), may_read=_everybody, may_add=_certifier)
