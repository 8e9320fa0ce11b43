"""The kinds and states of organisations, and the grounds of a green tag: closed lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """单位类型: who takes part in the system."""

    ENTERPRISE = "enterprise", pgettext_lazy("organisation", "Enterprise")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    VOCATIONAL_COLLEGE = "vocational_college", _("Vocational college")
    DEPARTMENT = "department", _("Government department")
    DISTRICT = "district", _("District or county authority")
    PARK = "park", _("Park administration")
    BASE = "base", _("Base or platform")
    EXCHANGE = "exchange", _("Technology or property rights exchange")
    EXCHANGE_BRANCH = "exchange_branch", _("Branch of an exchange")
    INTERMEDIARY = "intermediary", _("Technology transfer or intermediary agency")
    REGISTRAR = "registrar", _("Contract registration office")
    BANK = "bank", _("Bank")
    GUARANTOR = "guarantor", _("Guarantee company")
    INSURER = "insurer", _("Insurance company")
    FUND = "fund", _("Investment fund")
    CERTIFIER = "certifier", _("Certification or evaluation body")
    LABORATORY = "laboratory", _("Testing laboratory")
    PURCHASER_AGENT = "purchasing_agent", _("Purchasing agency")
    ALLIANCE = "alliance", _("Innovation alliance")
    CONSORTIUM = "consortium", _("Innovation consortium (联合体)")
    ASSOCIATION = "association", _("Industry association")
    MEDIA = "media", _("Media")


MAY_LACK_CODE = frozenset(
    {
        OrganisationKind.DEPARTMENT,
        OrganisationKind.DISTRICT,
        OrganisationKind.PARK,
        OrganisationKind.BASE,
        OrganisationKind.EXCHANGE_BRANCH,
        OrganisationKind.REGISTRAR,
        OrganisationKind.LABORATORY,
        OrganisationKind.ALLIANCE,
        OrganisationKind.CONSORTIUM,
    }
)
"""Kinds that may be internal units or have no legal person of their own: they get a local code."""


class OrganisationState(models.TextChoices):
    """How an organisation stands here; changed by `domain.organisation_state.set_state` alone."""

    PRELOADED = "preloaded", pgettext_lazy("organisation", "Preloaded")
    CLAIMED = "claimed", pgettext_lazy("organisation", "Claimed")
    VERIFIED = "verified", pgettext_lazy("organisation", "Verified")
    SUSPENDED = "suspended", pgettext_lazy("organisation", "Suspended")
    MERGED = "merged", pgettext_lazy("organisation", "Merged into another")
    SPLIT = "split", pgettext_lazy("organisation", "Split up")
    CANCELLED = "cancelled", pgettext_lazy("organisation", "Cancelled")


ENDED = frozenset({OrganisationState.MERGED, OrganisationState.SPLIT, OrganisationState.CANCELLED})

LIGHTS = {
    OrganisationState.PRELOADED: "idle",
    OrganisationState.CLAIMED: "due",
    OrganisationState.VERIFIED: "done",
    OrganisationState.SUSPENDED: "late",
    OrganisationState.MERGED: "idle",
    OrganisationState.SPLIT: "idle",
    OrganisationState.CANCELLED: "idle",
}
"""The light beside each state's word."""


class GreenGround(models.TextChoices):
    """绿色标签的依据: why an organisation counts as green."""

    REVENUE_SHARE = "revenue_share", _("Share of green products or services in revenue")
    LISTED = "listed", _("On a list (green factory, green technology innovation enterprise …)")
    CERTIFICATION = "certification", _("Certification of products or management")
    CATALOGUE = "catalogue", _("Main business in the green industry catalogue")
    OTHER = "other", _("Another document")
