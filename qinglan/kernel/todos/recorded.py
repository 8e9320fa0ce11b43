"""What changes in to-dos, queued for those who watch."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import outbox

CHANGED = outbox.register_kind(
    "todos.changed", _("A to-do was opened, taken or closed; the key is its addressee.")
).name
