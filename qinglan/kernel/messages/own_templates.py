"""The templates of this app."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.templates_registry import register

DIGEST = register("messages.digest", _("%(count)s new messages"), "%(list)s").name
CODE = register(
    "messages.code",
    _("Your code: %(code)s"),
    _("Your code for “%(purpose)s” is %(code)s. It is valid for %(minutes)s minutes. Tell it to nobody."),
).name
TRIAL = register(
    "messages.trial", _("A trial message"), _("If you can read this, messages reach you by this channel.")
).name
