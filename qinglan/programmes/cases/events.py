"""The kinds of events of cases on the applicant's side; they lie in the stream ``case:<key>``."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.events import register_kind

BEGUN = register_kind(
    "programmes.case-begun", _("An application was begun: round, applicant, definition's digest.")
).name
SUBMITTED = register_kind(
    "programmes.case-submitted", _("An application was submitted: number, revision, digest, files.")
).name
CORRECTED = register_kind(
    "programmes.case-corrected", _("A correction was handed in: revision, digest, which answers changed.")
).name
WITHDRAWN = register_kind(
    "programmes.case-withdrawn", _("The applicant withdrew the case, with the reason.")
).name
