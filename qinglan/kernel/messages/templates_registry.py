"""The templates of messages: subject and text in both languages, registered by the apps.

Texts are translated strings with ``%(name)s`` for what is filled in::

    register("plans.published", _("Plan published: %(title)s"), _("Everybody can read it now."))
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise


@dataclass(frozen=True)
class Template:
    """A message's subject and text, lazily translated."""

    name: str
    subject: str | Promise
    text: str | Promise


TEMPLATES: dict[str, Template] = {}


def register(name: str, subject: str | Promise, text: str | Promise) -> Template:
    """Enter a template; its name may be entered once."""
    if name in TEMPLATES:
        raise ValueError(f"the message template {name} is registered twice")
    TEMPLATES[name] = Template(name, subject, text)
    return TEMPLATES[name]


def written(name: str, values: Mapping[str, object], language: str) -> tuple[str, str]:
    """Subject (one line, at most 200 characters) and text in `language`.

    Raises KeyError for an unknown template or a value that is missing.
    """
    template = TEMPLATES[name]
    with translation.override(language):
        subject = str(template.subject) % values
        text = str(template.text) % values
    return " ".join(subject.split())[:200], text
