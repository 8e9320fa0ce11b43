"""What of technologies and needs the engine holds: for each kind of reader only what he may see."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.roles import is_officer
from qinglan.kernel.search import engine
from qinglan.market import agreements
from qinglan.market.lines import names_of
from qinglan.market.models import Level
from qinglan.market.queries import published
from qinglan.market.recorded import NEED_CHANGED, TECHNOLOGY_CHANGED
from qinglan.market.rules import is_market_member
from qinglan.market.seeing import RANK, levels_of
from qinglan.parties import holding

MEMBERS = "members"
OFFICERS = "officers"
COMMON = (
    engine.Text("title", weight=4, aliases=("标题", "名称")),
    engine.Text("summary", weight=2, aliases=("简介",)),
    engine.Text("problem", weight=2, aliases=("问题",)),
    engine.Text("body", aliases=("正文",)),
    engine.Text("owner", kept=False, aliases=("单位",)),
    engine.Text("field_names", kept=False, aliases=("领域",)),
    engine.Keyword("key_field"),
    engine.Keyword("catalogue"),
    engine.Keyword("ipc"),
    engine.Keyword("mode"),
    engine.Keyword("territory"),
    engine.Date("published_on"),
)
TECHNOLOGIES = engine.Collection(
    name="technologies",
    fields=(
        *COMMON,
        engine.Text("effect", weight=2, aliases=("效果",)),
        engine.Integer("trl"),
        engine.Integer("price_min"),
    ),
    changes=frozenset({TECHNOLOGY_CHANGED}),
    read=lambda ids: documents("technology", ids),
    ids=lambda: every_id("technology"),
)
NEEDS = engine.Collection(
    name="needs",
    fields=(
        *COMMON,
        engine.Keyword("kind"),
        engine.Integer("trl_wanted"),
        engine.Integer("budget_max"),
        engine.Date("deadline"),
    ),
    changes=frozenset({NEED_CHANGED}),
    read=lambda ids: documents("need", ids),
    ids=lambda: every_id("need"),
)
COLLECTIONS = {"technology": TECHNOLOGIES, "need": NEEDS}
_BODY = {
    "technology": ("description", "advantage", "scope", "parameters", "applications"),
    "need": ("description", "indicators"),
}
_PARTS = {
    "technology": ("fields", "visibilities", "parameters", "applications"),
    "need": ("fields", "visibilities", "indicators"),
}
"""What a document is made of: of a million listings no other part is read."""
_OTHERS = {"technology": ("owners", "price", "reserve"), "need": ("owners", "budget")}
"""Aspects besides those of `_BODY` that not everybody may see."""


def every_id(side: str) -> Iterable[str]:
    """The key of everything that is public."""
    return (str(key) for key in published(side).values_list("pk", flat=True).iterator(chunk_size=5_000))


def documents(side: str, ids: Sequence[str]) -> Iterable[engine.Document]:
    """What is public of `ids` now; the layers from the owner's to everybody's."""
    found = published(side).filter(pk__in=[int(one) for one in ids])
    rows = list(found.prefetch_related(*_PARTS[side]).order_by("pk"))
    names = names_of({(one.family, one.code) for row in rows for one in row.fields.all()})
    for row in rows:
        levels = levels_of(row)
        limits = {levels[name] for name in (*_BODY[side], *_OTHERS[side]) if name in levels}
        layers: list[engine.Layer] = []
        values: dict[str, Any] = {}
        for inner, level in pairwise((None, Level.OWNER, Level.AGREED, Level.MEMBERS, Level.PUBLIC)):
            assert level is not None
            before = values
            values = _values(row, levels, level, names) if inner is None or inner in limits else before
            if layers and values == before:
                layers[-1] = engine.Layer(layers[-1].readers | readers(row, level), values)
            else:
                layers.append(engine.Layer(readers(row, level), values))
        yield engine.Document(str(row.pk), tuple(layers), stamp=str(row.revision))


def readers(row: Any, level: Level) -> frozenset[str]:
    """The tokens of those who see a listing at this level."""
    if level == Level.OWNER:
        broker = {f"broker:{row.broker.user_id}"} if row.broker is not None and row.broker.user_id else set()
        return frozenset({OFFICERS, f"org:{row.owner_id}", *broker})
    return {
        Level.AGREED: frozenset({f"agreed:{row.key}"}),
        Level.MEMBERS: frozenset({MEMBERS}),
        Level.PUBLIC: frozenset({engine.EVERYBODY}),
    }[level]


def tokens_of(user: Any) -> frozenset[str]:
    """What `user` holds: as an officer, for his organisations, as a broker, by agreements in force."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return frozenset()
    found = {f"org:{key}" for key in holding.organisations_represented_by(user).values_list("pk", flat=True)}
    found.add(f"broker:{user.pk}")
    if is_officer.test(user):
        found.add(OFFICERS)
    if is_market_member(user):
        found.add(MEMBERS)
    found |= {f"agreed:{key}" for key in agreements.opened_to(user)}
    return frozenset(found)


def _values(
    row: Any, levels: dict[str, Level], level: Level, names: dict[tuple[str, str], str]
) -> dict[str, Any]:
    def open_(aspect: str) -> bool:
        return RANK[level] >= RANK[levels[aspect]]

    fields = list(row.fields.all())
    body: list[str] = []
    for name in _BODY[row.SIDE]:
        if open_(name):
            value = getattr(row, name)
            body += (
                [value, getattr(row, f"{name}_en")]
                if isinstance(value, str)
                else [str(one) for one in value.all()]
            )
    values: dict[str, Any] = {
        "title": f"{row.title}\n{row.title_en}".strip(),
        "summary": f"{row.summary}\n{row.summary_en}".strip(),
        "problem": f"{row.problem}\n{row.problem_en}".strip(),
        "body": "\n".join(filter(None, body)),
        "owner": row.owner.name if open_("owners") else row.alias,
        "field_names": "\n".join(names.get((one.family, one.code), one.code) for one in fields),
        "key_field": [one.code for one in fields if one.family == "key-fields"],
        "catalogue": [one.code.partition(".")[0] for one in fields if one.family == "green-catalogue"],
        "ipc": [one.code for one in fields if one.family == "ipc"],
        "mode": list(row.modes),
        "territory": row.territory_id,
        "published_on": row.published_at.astimezone(SHANGHAI).date(),
    }
    if row.SIDE == "technology":
        shows = open_("price") and (row.price_kind != "reserve" or open_("reserve"))
        return {
            **values,
            "effect": f"{row.effect}\n{row.effect_en}".strip(),
            "trl": row.trl,
            "price_min": row.price_min if shows else None,
        }
    return {
        **values,
        "kind": row.kind,
        "trl_wanted": row.trl_wanted,
        "budget_max": row.budget_max if open_("budget") else None,
        "deadline": row.deadline,
    }


engine.register_collection(TECHNOLOGIES)
engine.register_collection(NEEDS)
