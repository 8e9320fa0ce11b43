"""Demonstration technologies and needs of a pack: ``demo/market.yaml``."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.disclosure.domain.clearance import Check
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.domain import gate
from qinglan.market.domain.amendment import begin_change
from qinglan.market.domain.importing import import_file
from qinglan.market.domain.listing import CONTENT, begin_need, begin_technology
from qinglan.market.domain.part import put_part
from qinglan.market.exchange.checking import Checker, Record
from qinglan.market.matching.later import refresh_later
from qinglan.market.quality import quality
from qinglan.market.queries import MODELS, published
from qinglan.parties import holding
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import User

BASIS = "演示数据"
_CHECKED = {
    "contact_name": "联系人（演示）", "contact_telephone": "023-60000000",
    "secrecy_by": "保密员（演示）", "secrecy_on": "2026-01-05", "secrecy_basis": "演示数据，无涉密内容", "languages": ["zh"],
}  # fmt: skip
ENTERED = {"technology": timedelta(days=230), "need": timedelta(days=210)}
"""So long ago the demonstration listings became public."""
Row = dict[str, Any]


class UnderWay(Strict):
    """A listing of a demonstration account that stands in `state`."""

    side: Literal["technology", "need"]
    account: str
    state: Literal["draft", "first", "second", "returned", "expired", "withdrawn", "change"]
    row: Row


class MarketFile(Strict):
    """``demo/market.yaml``."""

    technologies: tuple[Row, ...]
    needs: tuple[Row, ...]
    under_way: tuple[UnderWay, ...] = ()


def load_market(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Publish what is public and bring the others where they stand; a second time changes nothing. How many."""
    content = read_yaml(path, MarketFile)
    source = f"demo-{pack.slug}"
    if MODELS["technology"].objects.filter(source=source).exists():
        return 0
    count = 0
    for side, rows in (("technology", content.technologies), ("need", content.needs)):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{side}.jsonl"
            file.write_text(
                "\n".join(json.dumps(_complete(row), ensure_ascii=False) for row in rows), "utf-8"
            )
            with telling(clock.now() - ENTERED[side]):
                report = import_file(
                    acting_user=acting_user, side=side, path=file, name=f"{pack.slug}/demo/market.yaml",
                    source=source, publish_on=BASIS,
                )  # fmt: skip
        if report.faults:
            raise PackError(
                [f"{path}:1: {side} {row}, {column}: {why}" for row, column, why in report.faults]
            )
        count += report.new
    for one in content.under_way:
        user = User.objects.filter(username=one.account).first()
        owner = holding.organisations_represented_by(user).first() if user else None
        if user is not None and owner is not None:
            _bring_to(acting_user, user, owner, one)
            count += 1
    for need in published("need").filter(source=source):
        refresh_later(need)
    return count


def _complete(row: Row) -> Row:
    """The row with what all of them say; a deadline like ``+90`` is so many days from today."""
    done = {**_CHECKED, **row}
    if str(done.get("deadline", "")).startswith("+"):
        done["deadline"] = (clock.today() + timedelta(days=int(done["deadline"]))).isoformat()
    return done


def _bring_to(officer: Any, user: Any, owner: Any, one: UnderWay) -> None:
    """Walk the gate up to where it stands, each step by whom it belongs to."""
    record = Checker(one.side, owner=owner, publishes=False, may_own=None).record(1, _complete(one.row))
    listing = _begun(user, owner, one.side, record)
    if one.state == "draft":
        return
    if one.state == "withdrawn":
        gate.withdraw(acting_user=user, listing=listing, reason="重复录入（演示）")
        return
    listing = gate.hand_in(acting_user=user, listing=listing)
    if one.state == "first":
        return
    check = Check("保密员（演示）", clock.today(), "保密审查表（演示）")
    listing = gate.pass_first(
        acting_user=user, listing=listing, points=_points(one.side, "first"), secrecy=check
    )
    if one.state == "second":
        return
    if one.state == "returned":
        gate.return_listing(
            acting_user=officer, listing=listing, reasons=["vague"], note="请写清对象和数字（演示）"
        )
        return
    listing = gate.publish(
        acting_user=officer, listing=listing, points=_points(one.side, "second"), basis=BASIS
    )
    if one.state == "change":
        begin_change(acting_user=user, listing=listing)
        return
    MODELS[one.side].objects.filter(pk=listing.pk).update(valid_until=clock.today() - timedelta(days=1))
    gate.expire(acting_user=system_user(), listing=listing)


def _begun(user: Any, owner: Any, side: str, record: Record) -> Any:
    begin = begin_technology if side == "technology" else begin_need
    values = {name: value for name, value in record.values.items() if name in CONTENT[side]}
    contact = dict(zip(("name", "telephone", "email"), record.contact, strict=True))
    listing: Any = begin(acting_user=user, owner=owner, values=values, contact=contact, fields=record.fields)
    kind, names = ("parameter", ("name", "value", "unit", "evidence")) if side == "technology" else (
        "indicator", ("name", "present", "wanted", "unit"),
    )  # fmt: skip
    for cells in record.rows:
        put_part(acting_user=user, listing=listing, kind=kind, values=dict(zip(names, cells, strict=True)))
        listing.refresh_from_db()
    return listing


def _points(side: str, step: str) -> list[str]:
    return [one.code for one in quality().points(side, step)]


register(
    FileKind(
        "demonstration technologies and needs",
        "demo/market.yaml",
        MarketFile,
        load_market,
        order=60,
        stage="demonstration",
    )
)
