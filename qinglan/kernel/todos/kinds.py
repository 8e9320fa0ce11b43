"""The kinds of to-dos; each app registers its own at start-up.

VERIFY = register_kind("organisations.verify", _("Verify the organisation")).name
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class TodoKind:
    """One kind: its name (``app.verb``) and what is to be done, in the reader's language.

    `waits_for` names somebody outside for whom the holder only waits ("the office that gives document
    numbers"): such a to-do stands under “Waiting for others”. `announced` is False where the holders are
    not told of each new one. A `personal` one can't be handed to somebody else.
    """

    name: str
    title: str | Promise
    waits_for: str | Promise = ""
    announced: bool = True
    personal: bool = False


KINDS: dict[str, TodoKind] = {}


def register_kind(
    name: str,
    title: str | Promise,
    *,
    waits_for: str | Promise = "",
    announced: bool = True,
    personal: bool = False,
) -> TodoKind:
    """Enter a kind; its name may be entered once."""
    if name in KINDS:
        raise ValueError(f"the kind of to-do {name} is registered twice")
    KINDS[name] = TodoKind(name, title, waits_for, announced, personal)
    return KINDS[name]


def waiting_kinds() -> list[str]:
    """The kinds whose holders only wait for somebody outside."""
    return [kind.name for kind in KINDS.values() if kind.waits_for]
