"""Whether the books are in order, for the page on the state of the system."""

import time

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.ledger import queries
from qinglan.kernel.web import health

KEPT_SECONDS = 600.0
READ_AT_MOST = 200_000
"""Postings up to which the probe reads the whole ledger; above that it adds up the balances only."""
_kept: dict[str, tuple[float, health.State]] = {}


def books() -> health.State:
    """`up`, or `wrong` with the first faults; worked out anew every ten minutes in a process."""
    name = str(connection.settings_dict["NAME"])
    if name not in _kept or time.monotonic() - _kept[name][0] > KEPT_SECONDS:
        _kept[name] = (time.monotonic(), look())
    return _kept[name][1]


def look() -> health.State:
    """The same, worked out now."""
    if queries.size() > READ_AT_MOST:
        total = queries.total()
        if total:
            return health.State(False, "wrong", _("balances sum to %(total)s 分") % {"total": total})
        return health.State(True, "up", _("balances sum to nought; for the whole: qinglan ledger check"))
    faults = queries.faults()
    if faults:
        return health.State(False, "wrong", "; ".join(str(fault) for fault in faults[:3]))
    return health.State(True, "up", _("no contradiction in the books"))


health.register("ledger", books, title=gettext_lazy("Books of the ledger"))
