"""What differs between two definitions, in words: a question added, a threshold changed, a step moved."""

from collections.abc import Iterator
from typing import Any

from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.words import Words

_THINGS: dict[str, Words] = {
    "sections": Words("章节", "section"),
    "questions": Words("题目", "question"),
    "options": Words("选项", "option"),
    "tallies": Words("计数", "tally"),
    "derived": Words("计算量", "quantity"),
    "requirements": Words("条件", "requirement"),
    "groups": Words("一级指标", "group"),
    "items": Words("指标", "item"),
    "bands": Words("分档", "band"),
    "brackets": Words("分档", "bracket"),
    "levels": Words("级别", "level"),
    "grades": Words("等级", "grade"),
    "shortcuts": Words("直接条件", "shortcut"),
    "steps": Words("环节", "step"),
    "letters": Words("函件", "letter"),
    "summary": Words("汇总表列", "column"),
    "obligations": Words("义务", "obligation"),
    "report": Words("报告章节", "section of the report"),
    "lights": Words("监测规则", "light"),
    "exit_grounds": Words("退出情形", "ground of exit"),
    "amounts": Words("金额", "amount"),
    "benefits": Words("支持", "benefit"),
    "bodies": Words("单位", "body"),
    "legal_basis": Words("依据", "legal basis"),
    "serves": Words("对应条款", "article served"),
}
_FILES: dict[str, Words] = {
    "manifest": Words("项目", "scheme"),
    "questions": Words("表单", "form"),
    "requirements": Words("条件", "requirements"),
    "steps": Words("流程", "steps"),
    "letters": Words("函件", "letters"),
    "after": Words("后续管理", "afterwards"),
    "scoring": Words("评分", "scoring"),
    "money": Words("资金", "money"),
}
_KEYS = ("id", "option", "at_least", "over", "document")


def differences(before: Definition, after: Definition) -> list[Words]:
    """Every difference as a sentence in both languages, in the order of the files; none: the same."""
    old, new = before.stored(), after.stored()
    found: list[Words] = []
    for part, title in _FILES.items():
        if old[part] is None and new[part] is not None:
            found.append(Words(f"{title.zh}：新增", f"{title.en}: added"))
        elif new[part] is None and old[part] is not None:
            found.append(Words(f"{title.zh}：取消", f"{title.en}: removed"))
        else:
            found += _compare(title, old[part], new[part])
    return found


def _compare(where: Words, old: Any, new: Any, field: str = "") -> Iterator[Words]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _plain(old) and not _plain(new):
        for name in [*old, *(name for name in new if name not in old)]:
            yield from _field(where, name, old.get(name), new.get(name))
    else:
        at = f"{where.zh}，{field}" if field else where.zh
        en = f"{where.en}, {field}" if field else where.en
        if _said(old, "zh") == _said(new, "zh"):
            yield Words(
                f"{at}：英文由“{_said(old, 'en')}”改为“{_said(new, 'en')}”",
                f"{en}: English changed from “{_said(old, 'en')}” to “{_said(new, 'en')}”",
            )
        else:
            yield Words(
                f"{at}：由“{_said(old, 'zh')}”改为“{_said(new, 'zh')}”",
                f"{en}: changed from “{_said(old, 'zh')}” to “{_said(new, 'zh')}”",
            )


def _field(where: Words, name: str, old: Any, new: Any) -> Iterator[Words]:
    if isinstance(old, list) and isinstance(new, list) and (_key(old) or _key(new)) and name in _THINGS:
        yield from _list(where, _THINGS[name], old, new)
    elif isinstance(old, dict) and isinstance(new, dict) and not (_plain(old) or _plain(new)):
        yield from _compare(Words(f"{where.zh}，{name}", f"{where.en}, {name}"), old, new)
    else:
        yield from _compare(where, old, new, name)


def _list(where: Words, thing: Words, old: list[Any], new: list[Any]) -> Iterator[Words]:
    before, after = _by_key(old), _by_key(new)
    for key in before:
        if key not in after:
            yield Words(f"{where.zh}：取消{thing.zh} {key}", f"{where.en}: {thing.en} {key} removed")
    for key, one in after.items():
        if key not in before:
            title = next(
                (_said(one[name], "zh") for name in ("text", "title", "heading") if one.get(name)), ""
            )
            more = f"（{title}）" if title else ""
            yield Words(
                f"{where.zh}：新增{thing.zh} {key}{more}", f"{where.en}: {thing.en} {key} added{more}"
            )
        else:
            yield from _compare(Words(f"{thing.zh} {key}", f"{thing.en} {key}"), before[key], one)
    yield from _moves(
        where, thing, [key for key in before if key in after], [key for key in after if key in before]
    )


def _moves(where: Words, thing: Words, old: list[str], new: list[str]) -> Iterator[Words]:
    """What stands elsewhere: the fewest that have to be moved to come from one order to the other."""
    staying = _longest_common(old, new)
    for place, key in enumerate(new):
        if key not in staying:
            zh = f"移到 {new[place - 1]} 之后" if place else "移到最前"
            en = f"moved behind {new[place - 1]}" if place else "moved to the front"
            yield Words(f"{where.zh}：{thing.zh} {key} {zh}", f"{where.en}: {thing.en} {key} {en}")


def _longest_common(old: list[str], new: list[str]) -> set[str]:
    position = {key: place for place, key in enumerate(old)}
    chains: list[list[str]] = []
    for key in new:
        best: list[str] = []
        for chain in chains:
            if position[chain[-1]] < position[key] and len(chain) > len(best):
                best = chain
        chains.append([*best, key])
    longest: list[str] = []
    for chain in chains:
        longest = chain if len(chain) > len(longest) else longest
    return set(longest)


def _key(items: list[Any]) -> str | None:
    """By which field the entries are told apart; None where they aren't mappings with one."""
    if not items or not all(isinstance(one, dict) for one in items):
        return None
    for name in _KEYS:
        if all(isinstance(one.get(name), str) for one in items):
            return name
    if all("paragraphs" in one for one in items):
        return "kind"
    if all("heading" in one for one in items):
        return "shows"
    if all("plan" in one for one in items):
        return "plan"
    return "name" if all("role" in one for one in items) else None


def _by_key(items: list[Any]) -> dict[str, Any]:
    name = _key(items)
    found: dict[str, Any] = {}
    for one in items:
        key = _said(one[name], "zh") if name else ""
        if name == "plan":
            key = f"{one['plan']} {one['article']}"
        elif name == "name":
            key = f"{one['role']} {key}"
        elif name == "document" and one.get("article"):
            key = f"{key} {one['article']}"
        found[key] = one
    return found


def _plain(value: Any) -> bool:
    """A text in two languages or a period: shown as a whole."""
    return isinstance(value, dict) and set(value) in ({"zh", "en"}, {"number", "unit"})


def _said(value: Any, language: str) -> str:
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return str(value[language])
        if set(value) == {"number", "unit"}:
            return f"{value['number']} {value['unit']}"
        return "；".join(f"{name} {_said(one, language)}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(_said(one, language) for one in value)
    return "—" if value is None or value == "" else str(value)
