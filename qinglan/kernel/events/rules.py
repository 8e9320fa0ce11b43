"""Who may do what with event streams."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.events.streams import BadStreamName, prefix_of
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system


@predicate  # type: ignore[untyped-decorator]
def may_see_stream(user: Any, stream: Any) -> bool:
    """As the stream's prefix says."""
    try:
        return prefix_of(str(stream)).visible(user, str(stream))
    except BadStreamName:
        return False


@predicate  # type: ignore[untyped-decorator]
def may_read_stream(user: Any, stream: Any) -> bool:
    """As the stream's prefix says."""
    try:
        return prefix_of(str(stream)).readable(user, str(stream))
    except BadStreamName:
        return False


declare("events.view", may_see_stream, refusal=_("This stream of events is not open to you."))
declare(
    "events.read",
    may_see_stream & may_read_stream,
    refusal=_("You see who did what and when in this stream, not what it says."),
)
declare(
    "events.see_personal",
    is_officer & may_see_stream & may_read_stream,
    refusal=_("Personal data in events is shown to officers only, and where they read what the stream says."),
)
declare(
    "events.erase",
    is_officer | is_the_system,
    refusal=_("Only an officer may erase personal data. Log in with an officer's account."),
)
