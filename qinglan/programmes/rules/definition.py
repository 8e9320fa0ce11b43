"""Who may bring definitions into the system."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_the_system

declare("programmes.load_definition", is_the_system, refusal=_("Packs are loaded by the system itself."))
