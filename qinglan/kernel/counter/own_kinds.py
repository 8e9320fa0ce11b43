"""Events and messages of the counter."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.messages.templates_registry import register

events.register_prefix("counter", _("Entries at the counter"))

TYPED = events.register_kind(
    "counter.typed", _("An officer typed a form for somebody: which act, for whom, digest of what was typed.")
).name
CONFIRMED = events.register_kind(
    "counter.confirmed",
    _("The owner confirmed on his own telephone, and the act was done in his name: who had typed it."),
).name
DECLINED = events.register_kind("counter.declined", _("The owner declined what had been typed for him.")).name
WITHDRAWN = events.register_kind("counter.withdrawn", _("The officer took back what he had typed.")).name
LAPSED = events.register_kind("counter.lapsed", _("Nobody confirmed in time; nothing was done.")).name

TO_CONFIRM = register(
    "counter.confirm",
    _("Please confirm: %(act)s"),
    _(
        "At the counter, %(officer)s has typed for you: %(act)s (%(subject)s). Look at it and confirm or decline it until %(until)s. Nothing is done before."
    ),
).name
DONE = register(
    "counter.done",
    _("Answered at the counter: %(act)s"),
    _("%(owner)s has answered: %(answer)s. Subject: %(subject)s."),
).name
