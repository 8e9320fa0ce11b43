"""What is done to personal data, as events of an account's stream, and messages about it."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.messages.templates_registry import register

ASKED = events.register_kind(
    "personal.asked", _("A person asked for correction or erasure of his data.")
).name
ANSWERED = events.register_kind(
    "personal.answered", _("A request about personal data was answered: granted or not.")
).name
ERASED = events.register_kind("personal.erased", _("A person's data was erased on his request.")).name
CONSENTED = events.register_kind(
    "personal.consented", _("A person consented to a purpose: which, and the digest of the words.")
).name
CONSENT_WITHDRAWN = events.register_kind("personal.consent-withdrawn", _("A person withdrew a consent.")).name
TIME_KEPT = events.register_kind(
    "personal.time-kept", _("Data past its time was erased: by which rule, how much, from before which day.")
).name
ANSWER_MESSAGE = register(
    "personal.answer", _("Your request about your data was answered"), _("The answer: %(answer)s")
).name
