"""Quotas as an officer types them: a line for each district or body."""

import re

from django.utils.translation import gettext as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.programmes.domain.round_quota import Quota
from qinglan.programmes.models import Round

_LINE = re.compile(r"(?P<name>.+?)(?:[\s,，:：]+(?P<number>\d{1,6}))?")


def quotas_in(text: str) -> list[Quota]:
    """The quotas of the lines; Impossible for a name that isn't known or isn't the only one."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        assert match is not None  # Any text that isn't empty matches.
        found.append(Quota(_named(match["name"], number), int(match["number"]) if match["number"] else None))
    return found


def lines_of(one: Round) -> str:
    """The quotas that stand, as lines."""
    return "\n".join(
        f"{line.territory or line.organisation}{'' if line.quota is None else f' {line.quota}'}"
        for line in one.quotas.select_related("territory", "organisation").order_by("pk")
    )


def _named(name: str, line: int) -> Territory | Organisation:
    places = list(
        Territory.objects.filter(name_zh=name)
        | Territory.objects.filter(name_en=name)
        | Territory.objects.filter(code=name)
    )
    if len(places) == 1:
        return places[0]
    bodies = list((Organisation.objects.filter(name=name) | Organisation.objects.filter(code=name))[:2])
    if len(bodies) == 1:
        return bodies[0]
    raise Impossible(
        _(
            "Line {line}: “{name}” is no district and no organisation on record, or not the only one. Write its code."
        ).format(line=line, name=name[:60]),
        field="lines",
    )
