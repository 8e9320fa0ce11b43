"""How a finding is said to readers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.disclosure.scanning import Finding, Kind

KINDS = {
    Kind.IDENTITY: gettext_lazy("identity number"),
    Kind.TELEPHONE: gettext_lazy("mobile number"),
    Kind.CARD: gettext_lazy("bank-card number"),
}


def finding_words(finding: Finding) -> str:
    """“identity number 500***********1234 (attachment.docx, line 3)”."""
    if not finding.place:
        return _("%(kind)s %(masked)s (line %(line)s)") % {
            "kind": KINDS[finding.kind],
            "masked": finding.masked,
            "line": finding.line,
        }
    return _("%(kind)s %(masked)s (%(place)s, line %(line)s)") % {
        "kind": KINDS[finding.kind],
        "masked": finding.masked,
        "place": finding.place,
        "line": finding.line,
    }
