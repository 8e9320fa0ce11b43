"""What the event log keeps of a signing: digests of the paper and of scans, never contents or reasons."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

PUT = events.register_kind(
    "contracts.signing-put",
    _("A version was put to signature: its number, the digest of the paper, how it is signed."),
).name
BROUGHT = events.register_kind(
    "contracts.scan-brought", _("A signed and stamped scan was brought: whose stamps, its digest.")
).name
COMPARED = events.register_kind(
    "contracts.scan-compared", _("A scan was compared with the paper: whose stamps, whether it agrees.")
).name
SEALED = events.register_kind(
    "contracts.party-sealed",
    _(
        "A party signed electronically: provider, order, serial number of the certificate, digest of the file."
    ),
).name
ORDERED = events.register_kind(
    "contracts.seal-ordered",
    _("A seal was ordered of a provider outside: provider, order, digest of the file that is sent."),
).name
GIVEN_UP = events.register_kind(
    "contracts.seal-given-up", _("The order of a seal was given up, or the provider refused it.")
).name
WITHDRAWN = events.register_kind(
    "contracts.signing-withdrawn", _("A contract was taken back from signing.")
).name
CONCLUDED = events.register_kind(
    "contracts.signing-concluded",
    _("All parties signed: the day, the digest of the paper or of the signed file."),
).name
