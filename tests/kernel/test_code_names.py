"""Whatever has a code name has words for people, in both languages."""

import re

import pytest
from django.utils import translation

from qinglan.kernel.events.field_words import WORDS as EVENT_FIELDS
from qinglan.kernel.events.kinds import KINDS as EVENTS
from qinglan.kernel.events.streams import PREFIXES
from qinglan.kernel.history.field_words import WORDS as HISTORY_FIELDS
from qinglan.kernel.job_titles import TITLES
from qinglan.kernel.messages.templates_registry import TEMPLATES, kind_of
from qinglan.kernel.outbox.kinds import KINDS as CHANGES
from qinglan.kernel.web import health

CHINESE = re.compile("[一-鿿]")


def words() -> dict[str, dict[str, object]]:
    """Code name → words, for everything that is registered; what tests themselves register is left out."""
    parts = {name: state.title for name, state in health.states().items()}
    found: dict[str, dict[str, object]] = {
        "kinds of events": {name: kind.description for name, kind in EVENTS.items()},
        "kinds of changes": {name: kind.description for name, kind in CHANGES.items()},
        "streams": {name: prefix.title for name, prefix in PREFIXES.items()},
        "parts of an event": dict(EVENT_FIELDS),
        "fields": dict(HISTORY_FIELDS),
        "jobs": dict(TITLES),
        "parts of the system": parts,
    }
    return {
        register: {name: said for name, said in names.items() if not name.startswith(("test", "open"))}
        for register, names in found.items()
    }


@pytest.mark.django_db
def test_every_code_name_has_chinese_words() -> None:
    with translation.override("zh-hans"):
        bare = {
            register: missing
            for register, names in words().items()
            if (missing := [name for name, said in names.items() if not CHINESE.search(str(said))])
        }
        letters = [
            name for name in TEMPLATES if not CHINESE.search(kind_of(name) + str(TEMPLATES[name].text))
        ]
    assert (bare, letters) == ({}, [])


@pytest.mark.parametrize(
    ("language", "words_of_a_code"), [("en", "Your code: …"), ("zh-hans", "您的验证码：…")]
)
def test_a_kind_of_message_is_called_by_its_subject(language: str, words_of_a_code: str) -> None:
    with translation.override(language):
        assert kind_of("messages.code") == words_of_a_code
        assert kind_of("gone.from-this-version") == "gone.from-this-version"
