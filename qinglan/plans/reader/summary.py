"""A reading as plain Chinese text for the terminal."""

from collections.abc import Iterable

from qinglan.plans.reader.lines import display_width
from qinglan.plans.reader.model import Body, Quantity, Reading

_SIGNS = {"eq": "", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "range": "", "approx": "约 "}
_ROLES = {"lead": "牵头", "cooperate": "配合", "responsible": "责任"}


def amount(quantity: Quantity) -> str:
    """The number with its comparator and unit, as an official would note it: ≥ 20 种."""
    number = _plain(quantity.value)
    if quantity.upper is not None:
        number = f"{number}–{_plain(quantity.upper)}"
    per = f" / {quantity.per}" if quantity.per else ""
    return f"{_SIGNS[quantity.comparator]}{number} {quantity.unit}".rstrip() + per


def _plain(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def summary(reading: Reading) -> str:
    """Title, chapters with articles, targets, rules and bodies, as lines of text."""
    lines = [reading.title or reading.document]
    if reading.status:
        lines.append(f"（{reading.status}）")
    if not reading.is_plan:
        lines += ["", "这份文件不像是规划、方案或意见，没有读取目标和规定。"]
        return "\n".join(lines)
    lines += ["", f"章节（{len(reading.articles)} 条）"]
    for chapter in reading.chapters:
        part = f"第{chapter.part}部分 " if chapter.part else ""
        if chapter.number:
            lines.append(f"  {part}{chapter.number}  {chapter.heading}")
        elif part:
            lines.append(f"  {part}".rstrip())
        lines.extend(
            f"      {article.number:>3}  {article.heading}"
            for article in reading.articles
            if article.number in chapter.articles
        )
    lines += _table("目标", reading.targets)
    lines += _table("规定", reading.rules)
    lines += _bodies(reading.bodies)
    return "\n".join(lines)


def _table(name: str, quantities: tuple[Quantity, ...]) -> list[str]:
    lines = ["", f"{name}（{len(quantities)} 项）"]
    if not quantities:
        return [*lines, "  没有读到。"]
    rows: list[tuple[str, ...]] = [
        (
            f"第{q.article}条" if q.article else "总述",
            q.indicator or q.quote,
            amount(q),
            q.deadline or "",
            "力争" if q.strength == "soft" else "",
        )
        for q in quantities
    ]
    return lines + ["  " + line for line in _columns(rows)]


def _columns(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [min(48, max(display_width(row[i]) for row in rows)) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell + " " * max(0, width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _bodies(bodies: tuple[Body, ...]) -> list[str]:
    lines = ["", f"责任单位（{len({body.name for body in bodies})} 个）"]
    if not bodies:
        return [*lines, "  没有读到。"]
    grouped: dict[int, dict[str, list[str]]] = {}
    for body in bodies:
        names = grouped.setdefault(body.article, {}).setdefault(_ROLES[body.role], [])
        if body.name not in names:
            names.append(body.name)
    for article, roles in grouped.items():
        told = "；".join(f"{role}：{'、'.join(names)}" for role, names in roles.items())
        lines.append(f"  {f'第{article}条' if article else '总述'}  {told}")
    return lines
