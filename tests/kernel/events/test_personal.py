"""Erasing personal data: who may, what stays, that it is itself on record."""

import json

import pytest
from django.db import transaction

from qinglan.kernel import events
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.domain.personal_data import erase_personal, erase_subject
from qinglan.kernel.events.models import Event, Personal
from qinglan.kernel.events.verification import verify_stream
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.events.log import add

pytestmark = pytest.mark.django_db


def two_fields():
    with transaction.atomic():
        events.append(
            stream="test:p",
            kind="tests.happened",
            payload={},
            actor="system",
            personal={"name": "张三", "telephone": "13800000000"},
            subject="user:9",
        )


def test_one_field_is_erased_and_the_chain_stays_whole(officer):
    two_fields()
    before = bytes(Event.objects.get(stream="test:p").payload)
    assert erase_personal(
        acting_user=officer, stream="test:p", sequence=1, fields=["telephone"], basis="申请 12"
    ) == ["telephone"]
    assert bytes(Event.objects.get(stream="test:p", sequence=1).payload) == before
    assert list(Personal.objects.filter(stream="test:p").values_list("field", flat=True)) == ["name"]
    erasure = Event.objects.get(stream="test:p", sequence=2)
    assert (erasure.kind, erasure.actor, json.loads(bytes(erasure.payload))) == (
        "events.personal-erased",
        f"user:{officer.pk}",
        {"event": 1, "fields": ["telephone"], "basis": "申请 12"},
    )
    finding = verify_stream("test:p")
    assert (finding.sound, finding.personal, finding.erased) == (True, 1, 1)


def test_all_about_a_subject_is_erased_in_every_stream(officer):
    add(2, "test:a")
    two_fields()
    assert erase_subject(acting_user=officer, subject="user:9", basis="申请 13") == 3
    assert not Personal.objects.filter(stream__startswith="test:").exists()
    assert [verify_stream(name).erased for name in ("test:a", "test:p")] == [2, 2]
    assert erase_subject(acting_user=officer, subject="user:9", basis="申请 13") == 0
    assert erase_subject(acting_user=officer, subject="", basis="申请 13") == 0


def test_what_is_refused(officer, django_user_model):
    two_fields()
    stranger = django_user_model.objects.create_user("stranger")
    with pytest.raises(PermissionRefused):
        erase_personal(acting_user=stranger, stream="test:p", sequence=1, basis="x")
    with pytest.raises(Impossible, match="Say on what basis"):
        erase_personal(acting_user=officer, stream="test:p", sequence=1, basis=" ")
    with pytest.raises(Impossible, match="holds no personal data any more"):
        erase_personal(acting_user=officer, stream="test:p", sequence=1, fields=["address"], basis="x")
    ours = {"stream__startswith": "test:"}
    assert (Personal.objects.filter(**ours).count(), Event.objects.filter(**ours).count()) == (2, 1)
