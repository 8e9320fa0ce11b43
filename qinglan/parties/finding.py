"""Whom the search box finds: organisations, experts, brokers, and for administrators accounts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import finding
from qinglan.parties.account_queries import accounts_visible_to
from qinglan.parties.expert_queries import visible_brokers, visible_experts
from qinglan.parties.organisation_queries import visible_organisations, with_word


def organisations(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By name, former name or code, or by the name in pinyin."""
    condition = Q()
    for word in words:
        one = with_word(word)
        if finding.is_pinyin(word):
            one |= Q(name_key__startswith=word[:1].lower(), name_key__regex=finding.pinyin_pattern(word))
        condition &= one
    rows = visible_organisations(user).filter(condition).order_by("name_key", "id")[:limit]
    return [
        finding.Hit(
            row.name,
            row.get_absolute_url(),
            f"{row.code} · {row.get_kind_display()} · {row.territory.name}",
        )
        for row in rows
    ]


def experts(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By name (also in pinyin), title or introduction."""
    rows = visible_experts(user).filter(_named(words, "name", "title", "introduction"))
    return [
        finding.Hit(row.name, reverse("experts:record", args=[row.pk]), row.title, row.introduction)
        for row in rows.order_by("name_key", "pk")[:limit]
    ]


def brokers(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By name (also in pinyin), certificate number or introduction."""
    rows = visible_brokers(user).filter(_named(words, "name", "certificate_number", "introduction"))
    return [
        finding.Hit(
            row.name, reverse("brokers:record", args=[row.pk]), str(row.get_level_display()), row.introduction
        )
        for row in rows.order_by("name_key", "pk")[:limit]
    ]


def accounts(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By the name shown and the name to log in with."""
    rows = accounts_visible_to(user).filter(finding.in_fields(words, "display_name", "username"))
    return [
        finding.Hit(str(row), reverse("accounts:record", args=[row.pk]), row.username) for row in rows[:limit]
    ]


def _named(words: Sequence[str], *fields: str) -> Q:
    condition = Q()
    for word in words:
        one = finding.in_fields([word], *fields)
        if finding.is_pinyin(word):
            one |= Q(name_key__regex=finding.pinyin_pattern(word))
        condition &= one
    return condition


def sees_accounts(user: Any) -> bool:
    """Whether the reader sees the list of accounts."""
    return bool(permissions.answer(user, "parties.see_accounts"))


for _provider in (
    finding.Provider("organisations", _("Organisations"), finding.everybody, organisations, order=10),
    finding.Provider("experts", _("Experts"), finding.everybody, experts, order=20),
    finding.Provider("brokers", _("Brokers"), finding.everybody, brokers, order=21),
    finding.Provider("accounts", _("Accounts"), sees_accounts, accounts, order=30),
):
    finding.register_provider(_provider)
