"""The dossier of a case: all that was handed in, found, said and decided, as one zip with an index.

The same case gives the same bytes: members in a fixed order with a fixed date, canonical JSON, nothing of the clock.
Experts stand in it by the number of their sheet, accounts by key; those who objected don't stand in it.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from qinglan.kernel.documents import store
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.export import lines
from qinglan.kernel.events.models import Event
from qinglan.kernel.web.exports import safe_text
from qinglan.programmes.models import Case, Evaluation, ScoreSheet

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member: a zip has to have one."""
VERDICT = ("requirement", "moment", "finding", "note", "made_at", "made_by_id")
REPLY = ("department", "requirement", "moment", "reply", "reason", "source", "asked_at", "replied_at")
DECISION = ("verdict", "reason_code", "reason", "clause", "prepared_at", "prepared_by_id", "release_id")
ITEM = ("step", "type", "visit", "state", "outcome", "reason", "clause", "opened_at", "closed_at")
PAYMENT = (
    "amount_id",
    "year",
    "amount",
    "state",
    "lines",
    "request_number",
    "receipt",
    "paid_on",
    "recovered",
)


def dossier_of(case: Case) -> bytes:
    """The zip. ``index.csv`` names every other member with its SHA-256 and size."""
    members = sorted(_members(case))
    index = io.StringIO()
    table = csv.writer(index, lineterminator="\r\n")
    table.writerow(["文件", "SHA-256", "字节"])
    for name, content in members:
        table.writerow([safe_text(name), hashlib.sha256(content).hexdigest(), len(content)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("index.csv", index.getvalue().encode("utf-8-sig")), *members]:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _members(case: Case) -> Iterator[tuple[str, bytes]]:
    yield "case.json", _json(_case(case))
    for revision in case.revisions.order_by("number"):
        folder = f"revisions/{revision.number:02d}"
        yield f"{folder}/answers.json", revision.answers.encode()
        yield f"{folder}/rows.json", revision.rows.encode()
        yield f"{folder}/facts.json", revision.facts.encode()
        yield f"{folder}/files.json", _json([revision.digest, revision.files])
    for one in case.files.select_related("file").order_by("pk"):
        removed = "removed/" if one.removed_at else ""
        yield f"files/{removed}{one.pk}-{_plain(one.file.name)}", store.read(one.file.digest)
    yield "steps.json", _json(list(case.items.order_by("pk").values(*ITEM)))
    yield "verdicts.json", _json(list(case.verdicts.order_by("pk").values(*VERDICT)))
    yield "replies.json", _json(list(case.replies.order_by("pk").values(*REPLY)))
    yield "decisions.json", _json(list(case.decisions.order_by("pk").values(*DECISION)))
    yield "scores.json", _json(_scores(case))
    yield "notices.json", _json(_notices(case))
    yield "payments.json", _json(list(case.entitlements.order_by("pk").values(*PAYMENT)))
    yield "events.jsonl", _events(f"case:{case.pk}")
    award = getattr(case, "award", None)
    if award is not None:
        changes = list(award.changes.order_by("pk").values("kind", "on", "ground", "reason", "made_at"))
        yield "award.json", _json({"number": award.number, "state": award.state, "changes": changes})
        if award.certificate is not None and award.certificate.file is not None:
            yield "certificate.pdf", store.read(award.certificate.file.digest)


def _events(stream: str) -> bytes:
    """The export of a stream, as if made at its last event, so that the same events give the same bytes."""
    made = [json.loads(line) for line in lines(stream)]
    last = Event.objects.filter(stream=stream).order_by("-sequence").values_list("time", flat=True).first()
    made[0]["exported_at"] = last
    kept = [encode(line) + b"\n" for line in made[:-1]]
    end = {**made[-1], "digest": hashlib.sha256(b"".join(kept)).hexdigest()}
    return b"".join(kept) + encode(end) + b"\n"


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "round": case.round.title,
        "definition": case.version.digest,
        "applicant": {"code": case.applicant.code, "name": case.applicant_name},
        "subject": case.subject_name,
        "status": case.status,
        "score": case.score,
        "grade": case.grade,
        "begun_at": case.begun_at,
        "submitted_at": case.submitted_at,
        "ended_at": case.ended_at,
    }


def _scores(case: Case) -> dict[str, Any]:
    sheets = ScoreSheet.objects.filter(item__case=case).order_by("pk").prefetch_related("marks")
    return {
        "sheets": [
            {
                "sheet": place,
                "opinion": sheet.opinion,
                "comment": sheet.comment,
                "total": sheet.total,
                "digest": sheet.digest,
                "marks": [[mark.item, mark.marks, mark.reason] for mark in sheet.marks.all()],
            }
            for place, sheet in enumerate(sheets, 1)
        ],
        "evaluations": list(
            Evaluation.objects.filter(item__case=case).order_by("pk").values("score", "sheets")
        ),
    }


def _notices(case: Case) -> list[dict[str, Any]]:
    fields = ("notice__title", "notice__posted_at", "outcome", "settled_at")
    return list(case.notice_entries.order_by("pk").values(*fields))


def _json(value: Any) -> bytes:
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode()


def _plain(name: str) -> str:
    return "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name)[-120:]
