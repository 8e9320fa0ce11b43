"""The dossier of a case."""

import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.kernel.events.export import SCRIPT
from qinglan.programmes.cases.dossier import dossier_of
from qinglan.programmes.domain.entitlement import work_out_entitlements
from tests.programmes import making
from tests.programmes.paying import at_payment, paying_scheme
from tests.support.people import join, person

pytestmark = pytest.mark.django_db


def test_the_index_names_every_member_and_the_same_case_gives_the_same_bytes(officer: Any) -> None:
    case = at_payment(officer, making.open_round(officer, paying_scheme()), 1, ("技-1", "200000", False))
    work_out_entitlements(acting_user=officer, case=case)
    content = dossier_of(case)
    assert dossier_of(case) == content
    archive = zipfile.ZipFile(io.BytesIO(content))
    rows = list(csv.reader(archive.read("index.csv").decode("utf-8-sig").splitlines()))[1:]
    assert [row[0] for row in rows] == archive.namelist()[1:]
    for name, digest, size in rows:
        member = archive.read(name)
        assert (hashlib.sha256(member).hexdigest(), str(len(member))) == (digest, size)
    assert {"case.json", "events.jsonl", "payments.json", "revisions/01/rows.json"} <= set(archive.namelist())


def test_it_is_for_the_office_and_not_for_the_applicant(officer: Any) -> None:
    case = at_payment(officer, making.open_round(officer, paying_scheme()), 1, ("技-1", "200000", False))
    member = person("member")
    join(member, case.applicant)
    answers = {}
    for user in (officer, member, person("stranger")):
        browser = Client()
        browser.force_login(user)
        answers[user.username] = browser.get(reverse("awards:dossier", args=[case.pk])).status_code
    assert answers == {"officer": 200, "member": 403, "stranger": 403}


def test_its_events_are_checked_by_the_script_that_goes_with_every_export(
    officer: Any, tmp_path: Any
) -> None:
    case = at_payment(officer, making.open_round(officer, paying_scheme()), 1, ("技-1", "200000", False))
    archive = zipfile.ZipFile(io.BytesIO(dossier_of(case)))
    (tmp_path / "events.jsonl").write_bytes(archive.read("events.jsonl"))
    told = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "events.jsonl")], capture_output=True, check=False
    )
    assert told.returncode == 0, told.stdout
