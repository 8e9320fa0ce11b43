"""``{% load awards %}``."""

from django import template

from qinglan.programmes.awards.words import LIGHTS, PAYMENTS
from qinglan.programmes.models import Award, AwardState, Entitlement, PaymentState
from qinglan.programmes.queries.award import shows_subject

register = template.Library()


@register.simple_tag
def award_light(award: Award) -> str:
    """The light of an award's state."""
    return LIGHTS[AwardState(award.state)]


@register.simple_tag
def payment_light(one: Entitlement) -> str:
    """The light of a payment's state."""
    return PAYMENTS[PaymentState(one.state)]


@register.simple_tag
def public_subject(award: Award) -> str:
    """The subject as the register names it: empty where it is a person."""
    return award.subject_name if shows_subject(award) else ""
