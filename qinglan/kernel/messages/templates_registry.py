"""The templates of messages: subject and text in both languages, registered by the apps.

Texts are translated strings with ``%(name)s`` for what is filled in::

    register("plans.published", _("Plan published: %(title)s"), _("Everybody can read it now."))
"""

import re
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


PLACE = re.compile(r"%\(\w+\)\w")
"""Where a value is filled in."""
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


def kind_of(name: str) -> str:
    """What people call the messages of a template: its subject with a dot for each value that is filled
    in; the code name where the template is no longer part of this version.
    """
    template = TEMPLATES.get(name)
    return PLACE.sub("…", str(template.subject)) if template else name
