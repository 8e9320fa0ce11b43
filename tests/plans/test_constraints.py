"""What the database itself refuses, by the names that say so."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from qinglan.plans.models import Article, Chapter, Plan, Quantity, Service, Version
from tests.plans.sample import ADDRESS, publish

pytestmark = pytest.mark.django_db


def test_truths_that_the_database_holds(version: Version, officer: Any, city: Any) -> None:
    publish(officer, version)
    first, second = version.quantities.all()[:2]
    article = version.articles.all()[0]
    Service.objects.create(article=article, part="plans", for_zh="x", for_en="x")

    def same(row: Model, **changes: Any) -> Callable[[], Any]:
        def act() -> None:
            copy = type(row).objects.get(pk=row.pk)  # type: ignore[attr-defined]
            copy.pk = None
            copy._state.adding = True
            for name, value in changes.items():
                setattr(copy, name, value)
            copy.save()

        return act

    def put(row: Model, **changes: Any) -> Callable[[], Any]:
        return lambda: type(row).objects.filter(pk=row.pk).update(**changes)  # type: ignore[attr-defined]

    acts = {
        "version_numbers_of_a_plan_differ": same(version),
        "published_version_has_a_time": put(version, published_at=None),
        "withdrawn_version_has_a_reason": put(version, state="withdrawn"),
        "chapter_numbers_of_a_part_differ": same(Chapter.objects.filter(version=version)[0]),
        "article_numbers_of_a_version_differ": same(Article.objects.filter(version=version)[0]),
        "a_part_serves_an_article_once": same(Service.objects.get()),
        "quantity_addresses_of_a_version_differ": same(first),
        "a_range_and_only_a_range_has_an_upper_value": put(first, upper=Decimal(90)),
        "decided_quantity_has_a_time": put(first, decided_at=None),
        "measure_parameters_belong_to_a_measure": put(first, measure=""),
        "plans_plan_slug_key": same(Plan.objects.get(slug=ADDRESS)),
    }
    found = {}
    for name, act in acts.items():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            act()
        found[name] = refused.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert found == {name: name for name in acts}
    assert Quantity.objects.filter(pk=second.pk, comparator="range", upper=5).exists()


def test_every_constraint_of_the_app_is_tried_above() -> None:
    from django.apps import apps

    text = Path(__file__).read_text(encoding="utf-8")
    names = {c.name for model in apps.get_app_config("plans").get_models() for c in model._meta.constraints}
    assert {name for name in names if f'"{name}"' not in text} == set()
