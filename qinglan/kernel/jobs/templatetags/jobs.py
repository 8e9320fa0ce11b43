"""``{% load jobs %}``: the state of a job in words."""

from django import template
from django.utils.safestring import SafeString

from qinglan.kernel.job_titles import title_of
from qinglan.kernel.jobs.when import in_words
from qinglan.kernel.web.templatetags.qinglan import light

register = template.Library()


@register.simple_tag
def job_state(status: str) -> SafeString:
    """A job's state as a light with its word."""
    from qinglan.kernel.jobs.views.listing import LIGHTS, WORDS  # noqa: PLC0415 - loaded with the templates

    return light(LIGHTS[status], str(WORDS[status]))


@register.filter
def job_title(name: str) -> str:
    """What people call the job of that code name, or the job that a loop belongs to."""
    return str(title_of(name.partition("/")[0]))


@register.filter
def cron_words(cron: str) -> str:
    """When a job by the clock runs, in words."""
    return in_words(cron)
