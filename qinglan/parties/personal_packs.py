"""Consents and times of keeping from packs: ``privacy.yaml``."""

import hashlib
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from pydantic import Field

from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties.models.personal_data import ConsentPurpose, Retention


class ConsentForm(Strict):
    """One purpose; `sensitive` asks for a separate consent (个人信息保护法第二十九条)."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    title: Text
    text: Text
    sensitive: bool

    def digest(self) -> str:
        """The hash of both texts: a consent is given to these words."""
        return hashlib.sha256(f"{self.text.zh}\0{self.text.en}".encode()).hexdigest()


class RetentionForm(Strict):
    """How long one kind of data is kept, and on what basis."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    title: Text
    basis: Text
    months: int = Field(ge=1, le=1200)
    action: Literal["erase", "keep"]


class PrivacyFile(Strict):
    """``privacy.yaml``."""

    consents: tuple[ConsentForm, ...] = ()
    retention: tuple[RetentionForm, ...] = ()


@transaction.atomic
def load_privacy(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring purposes and times to the state of the file; purposes that it no longer has stay for old consents."""
    content = read_yaml(path, PrivacyFile)
    for consent in content.consents:
        ConsentPurpose.objects.update_or_create(
            slug=consent.slug,
            defaults={
                "pack": pack.slug,
                "title_zh": consent.title.zh,
                "title_en": consent.title.en,
                "text_zh": consent.text.zh,
                "text_en": consent.text.en,
                "is_sensitive": consent.sensitive,
                "digest": consent.digest(),
            },
        )
    for rule in content.retention:
        Retention.objects.update_or_create(
            slug=rule.slug,
            defaults={
                "pack": pack.slug,
                "title_zh": rule.title.zh,
                "title_en": rule.title.en,
                "basis_zh": rule.basis.zh,
                "basis_en": rule.basis.en,
                "months": rule.months,
                "erases": rule.action == "erase",
            },
        )
    return len(content.consents) + len(content.retention)


register(FileKind("privacy", "privacy.yaml", PrivacyFile, load_privacy, order=26))
