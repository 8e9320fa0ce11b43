"""Every change of a mutable row is kept, with who made it, and can't be unmade."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.changes import FieldChange, changes_of, tracked_models
from qinglan.kernel.history.context import acting_as
from qinglan.parties.models import User
from qinglan.plans.models import Plan
from tests.plans.sample import TEXT
from tests.support.people import person

pytestmark = pytest.mark.django_db


def territory(code: str = "990000") -> Territory:
    return Territory.objects.create(
        code=code, name_zh="青蓝市", name_en="Qinglan", pinyin="qing1", kind="prefecture"
    )


def plan(**changes: Any) -> Plan:
    return Plan.objects.create(slug="p", title="方案", territory=territory(), **changes)


def told(row: Any) -> list[tuple[str, str, str]]:
    return [(one.kind, one.who, one.source) for one in changes_of(type(row), row.pk)]


def test_insert_update_and_delete_are_kept_with_who_and_where_from() -> None:
    officer = person("officer")
    with acting_as(officer, "qinglan trial"):
        row = plan()
        row.title = "新方案"
        row.save()
    key = row.pk
    row.delete()
    found = changes_of(Plan, key)
    assert [(one.kind, one.who, one.source) for one in found] == [
        ("delete", "", ""),
        ("update", "officer", "qinglan trial"),
        ("insert", "officer", "qinglan trial"),
    ]
    assert [(one.before, one.after) for one in found[1].fields] == [("方案", "新方案")]


def test_a_save_that_changes_nothing_is_no_change() -> None:
    row = plan()
    row.save()
    assert told(row) == [("insert", "", "")]


def test_nobody_inherits_who_acted_before() -> None:
    with acting_as(person("first"), "one"):
        row = plan()
    row.title = "二"
    row.save()
    with acting_as(person("third"), "three"):
        Plan.objects.filter(pk=row.pk).update(title="三")
    assert told(row) == [("update", "third", "three"), ("update", "", ""), ("insert", "first", "one")]


def test_a_rolled_back_change_leaves_no_trace() -> None:
    row = plan()
    with transaction.atomic():
        Plan.objects.filter(pk=row.pk).update(title="二")
        transaction.set_rollback(True)
    assert told(row) == [("insert", "", "")]


def test_bulk_work_is_kept_row_by_row_by_one_statement() -> None:
    with acting_as(person("loader"), "bulk"):
        Territory.objects.bulk_create(
            Territory(code=f"99{n:04d}", name_zh=str(n), name_en=str(n), pinyin=str(n), kind="division")
            for n in range(500)
        )
        Territory.objects.filter(code__startswith="99").update(note_zh="x")
    event_model = Territory.pgh_event_model  # type: ignore[attr-defined]
    counts = {label: event_model.objects.filter(pgh_label=label).count() for label in ("insert", "update")}
    assert counts == {"insert": 500, "update": 500}
    assert {event.pgh_context["source"] for event in event_model.objects.all()} == {"bulk"}


def test_secrets_and_personal_data_of_accounts_are_not_kept() -> None:
    kept = {field.name for field in User.pgh_event_model._meta.fields}  # type: ignore[attr-defined]
    names = {"username", "display_name", "first_name", "last_name"}
    assert kept & (names | {"password", "last_login", "email", "mobile"}) == set()
    assert {"is_active", "is_system", "closed_at"} <= kept


@pytest.mark.parametrize("change", ["UPDATE plans_planevent SET title = ''", "DELETE FROM plans_planevent"])
def test_history_only_grows(change: str) -> None:
    plan()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_every_event_table_refuses_change_by_its_owner_too(fresh_database: Any) -> None:
    with fresh_database.connect("owner") as owner:
        tables = {model.pgh_event_model._meta.db_table for model in tracked_models().values()}  # type: ignore[attr-defined]
        guarded = owner.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' AND NOT tgisinternal"
        ).fetchall()
        granted = owner.execute(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'qinglan_app'"
            " AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND table_name LIKE '%%event'"
        ).fetchall()
    assert tables <= {name for (name,) in guarded}
    assert tables & {name for (name,) in granted} == set()


def test_a_request_is_recorded_with_its_user_and_its_key(client: Any) -> None:
    row, officer = plan(), person("officer", "officer")
    client.force_login(officer)
    address = reverse("plans:new")
    answer = client.post(
        address,
        {
            "slug": "second",
            "territory": row.territory_id,
            "stage": "final",
            "text": TEXT,
        },
    )
    made = Plan.objects.filter(slug="second").first()
    assert made is not None, answer.content.decode()[:500]
    (change,) = changes_of(Plan, made.pk)
    assert (change.who, change.source, change.request) == (
        "officer",
        f"POST {address}",
        answer["X-Request-ID"],
    )


def test_officers_read_what_changed_in_words(client: Any) -> None:
    officer = person("officer", "officer")
    row = plan()
    with acting_as(officer, "trial"):
        row.title, row.pack = "新方案", "cn-x"
        row.save()
    address = reverse("history:changes", args=["plans.plan", row.pk])
    assert client.get(address).status_code == 403
    client.force_login(officer)
    text = client.get(address + "?lang=en").content.decode()
    assert ("<del>方案</del>" in text, "<ins>新方案</ins>" in text, "officer · changed · trial" in text) == (
        True,
    ) * 3
    for model, key in (
        ("plans.plan", "0"),
        ("plans.plan", "x"),
        ("auth.group", "1"),
        ("plans.planevent", "1"),
    ):
        assert client.get(reverse("history:changes", args=[model, key])).status_code == 404


def test_values_are_said_in_words() -> None:
    row = territory()
    row.kind, row.reports_separately = "division", True
    row.save()
    with translation.override("en"):
        (change, _made) = changes_of(Territory, row.pk)
    assert change.fields == (
        FieldChange("Kind", "Prefecture-level city", "District or county"),
        FieldChange("Reports figures of its own", "no", "yes"),
    )


def test_a_field_is_called_by_its_own_words_or_by_those_of_its_name() -> None:
    from django.db import models
    from django.utils import translation
    from django.utils.translation import gettext_lazy as _

    from qinglan.kernel.history.changes import label_of

    fields = {
        "kind": models.CharField(_("kind")),
        "created_by": models.CharField(),
        "of_ours_alone": models.CharField(verbose_name="of ours alone"),
    }
    found = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found[language] = [label_of(field, name) for name, field in fields.items()]
    assert found == {
        "en": ["Kind", "Created by", "Of ours alone"],
        "zh-hans": ["类别", "创建人", "Of ours alone"],
    }
