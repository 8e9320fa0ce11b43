"""Verb: bring a pack's plan into the system."""

import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.plans import recorded
from qinglan.plans.domain.clearance import clear_pack
from qinglan.plans.domain.version import next_number, set_version_state
from qinglan.plans.models import Article, Body, Chapter, Plan, Quantity, Service, Version, VersionState
from qinglan.plans.models.decision import Decision
from qinglan.plans.pack_check import findings
from qinglan.plans.pack_form import PlanFile, PlanForm


@transaction.atomic
def load_plan(*, acting_user: Any, pack: Pack, path: Path) -> tuple[Version, bool]:
    """Bring one plan file of `pack` into the system, published; the version, and whether it changed.

    A file with the content that was loaded last changes nothing. A changed file becomes a
    new version of the plan, so that what was published stays as it was; the official text is
    attached anew. Raises PackError with file, line and reason.
    """
    permissions.require(acting_user, "plans.load_pack")
    content = read_yaml(path, PlanFile)
    form = content.plan
    faults = findings(path, content)
    if faults:
        raise PackError(faults)
    if not Territory.objects.filter(pk=form.territory).exists():
        raise PackError([f"{path}: there is no territory {form.territory!r}"])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    plan, _created = Plan.objects.select_for_update().update_or_create(
        slug=f"{pack.slug}-{form.slug}", defaults=_plan_fields(pack, form)
    )
    newest = plan.versions.exclude(pack_digest="").order_by("-number").first()
    if newest is not None and newest.pack_digest == digest:
        return newest, False
    version = Version.objects.create(
        plan=plan,
        number=next_number(plan),
        stage=form.stage,
        title=form.title,
        status_printed=form.status_printed or "",
        summary_zh=form.summary.zh,
        summary_en=form.summary.en,
        note_zh=form.note.zh,
        note_en=form.note.en,
        issued_on=form.issued_on,
        base_year=form.base_year,
        horizon=form.horizon,
        source_name=form.source.name,
        source_address=form.source.address or "",
        pack_digest=digest,
        created_by=acting_user,
        created_at=clock.now(),
    )
    _fill(version, form, acting_user)
    recorded.record(acting_user, recorded.LOADED, version, pack=pack.slug, file=path.name, sha256=digest)
    clear_pack(acting_user=acting_user, version=version)
    published = set_version_state(acting_user=acting_user, version=version, to=VersionState.PUBLISHED)
    return published, True


def load(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """`load_plan` as the packs' loader calls it: 1 for a new or changed plan, else 0."""
    _version, changed = load_plan(acting_user=acting_user, pack=pack, path=path)
    return int(changed)


def _plan_fields(pack: Pack, form: PlanForm) -> dict[str, Any]:
    note = pack.manifest.note
    return {
        "pack": pack.slug,
        "title": form.title,
        "title_en": form.title_en,
        "territory_id": form.territory,
        "city_zh": pack.manifest.name.zh,
        "city_en": pack.manifest.name.en,
        "note_zh": note.zh if note else "",
        "note_en": note.en if note else "",
    }


def _fill(version: Version, form: PlanForm, acting_user: Any) -> None:
    chapters = {
        chapter.number: Chapter.objects.create(
            version=version,
            part=chapter.part,
            number=chapter.number,
            heading=chapter.heading,
            heading_en=chapter.heading_en,
        )
        for chapter in form.chapters
    }
    articles = {
        article.number: Article.objects.create(
            version=version,
            chapter=chapters[article.chapter],
            number=article.number,
            label=article.label,
            heading=article.heading,
            heading_en=article.heading_en,
            summary_zh=article.summary.zh,
            summary_en=article.summary.en,
        )
        for article in form.articles
    }
    Service.objects.bulk_create(
        Service(
            article=articles[article.number],
            part=service.part,
            for_zh=service.purpose.zh,
            for_en=service.purpose.en,
        )
        for article in form.articles
        for service in article.serves
    )
    decided = {"decision": Decision.CONFIRMED, "decided_by": acting_user, "decided_at": clock.now()}
    Quantity.objects.bulk_create(
        Quantity(
            version=version,
            article=articles[quantity.article],
            slug=quantity.id,
            position=position,
            kind=quantity.kind,
            quote=quantity.quote,
            indicator=quantity.indicator,
            indicator_en=quantity.indicator_en,
            action=quantity.action,
            comparator=quantity.comparator,
            value=quantity.value,
            upper=quantity.upper,
            unit=quantity.unit,
            unit_en=quantity.unit_en,
            per=quantity.per,
            deadline=quantity.deadline or "",
            strength=quantity.strength,
            measure=quantity.measure.name if quantity.measure else "",
            measure_parameters=quantity.measure.parameters if quantity.measure else {},
            note_zh=quantity.note.zh,
            note_en=quantity.note.en,
            **decided,
        )
        for position, quantity in enumerate(form.quantities, 1)
    )
    Body.objects.bulk_create(
        Body(
            version=version,
            article=articles[body.article],
            role=body.role,
            name=body.name,
            quote=body.quote,
            **decided,
        )
        for body in form.bodies
    )


register(FileKind("plans", "plans/*.yaml", PlanFile, load, order=30, check=findings))
