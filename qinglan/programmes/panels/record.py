"""A draw as it stands in the database, put into the terms of `panel_draw`, and its public file."""

from typing import Any

from qinglan.programmes.models import GONE, Exclusion, Panel, SeatStep
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels.draw import Change, Drawn

CLOSED = "closed"
REOPENED = "reopened"
EXCLUDED = "excluded"
UNREACHED = "unreached"


def drawn_of(panel: Panel) -> Drawn:
    """Terms, cases and pool of a panel as they were committed to."""
    pool: dict[str, list[str]] = {one.pseudonym: [] for one in panel.pool.all()}
    rows = Exclusion.objects.filter(entry__panel=panel, after_commitment=False)
    for pseudonym, label in rows.values_list("entry__pseudonym", "case__label"):
        pool[pseudonym].append(label)
    return Drawn(
        panel=str(panel.pk),
        experts=panel.experts,
        reserves=panel.reserves,
        cases=tuple(panel.cases.values_list("label", flat=True)),
        pool={name: tuple(sorted(set(cases))) for name, cases in pool.items()},
    )


def changes_of(panel: Panel) -> list[Change]:
    """What happened since the draw, in order, as far as it bears on who sits where."""
    wanted = {*(state.value for state in GONE), CLOSED, REOPENED, EXCLUDED}
    rows = SeatStep.objects.filter(seat__panel=panel, what__in=wanted).order_by("pk")
    found = []
    for what, pseudonym, label in rows.values_list("what", "seat__entry__pseudonym", "case__label"):
        if what in (CLOSED, REOPENED):
            found.append(Change(what, case=label))
        elif what == EXCLUDED:
            found.append(Change(EXCLUDED, pseudonym, label))
        else:
            found.append(Change(what, pseudonym))
    return found


def public_draw(panel: Panel, seed: str) -> dict[str, Any]:
    """All that anybody needs to replay the draw; for a panel whose draw is public."""
    drawn = drawn_of(panel)
    ordered = panel_draw.order(drawn.pool, seed)
    changes = changes_of(panel)
    return {
        **drawn.content(seed),
        "commitment": panel.commitment,
        "committed_at": panel.committed_at.isoformat(),
        "order": ordered,
        "first_seats": _lists(panel_draw.seats(drawn, ordered)),
        "changes": [one.stored() for one in changes],
        "seats": _lists(panel_draw.seats(drawn, ordered, changes)),
    }


def _lists(seats: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {case: list(names) for case, names in seats.items()}
