"""Exports and the script that checks them: whatever is changed is found, and the event is named."""

import json
import random
import zipfile
from hashlib import sha256

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qinglan.kernel.events.canonical import NotCanonical, encode
from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.domain.personal_data import erase_personal
from qinglan.kernel.events.keys import public_bytes, signing_key
from qinglan.kernel.events.models import Personal
from tests.kernel.events.log import add, exported, run_script, script

VERIFIER = script()
SEEDED = random.Random(20261122)  # noqa: S311 - a repeatable sample


@pytest.fixture
def anchored(db):
    """Three events of a stream among four streams, anchored, then one more."""
    for stream in ("test:0", "test:a", "test:b", "test:c"):
        add(3, stream)
    make_anchor()
    add(1)


def check(content: bytes, tmp_path, *options: str) -> tuple[int, str]:
    path = tmp_path / "export.jsonl"
    path.write_bytes(content)
    return run_script(path, *options)


def fault(content: bytes) -> str:
    """What the script says is wrong; "" when all is sound."""
    import io

    try:
        VERIFIER.verify(io.BytesIO(content), [])
    except VERIFIER.Bad as bad:
        return str(bad)
    return ""


def with_new_end(lines: list[bytes]) -> bytes:
    """The lines (without the last) under an end as a forger would make it."""
    body = b"".join(lines)
    return body + encode({"digest": sha256(body).hexdigest(), "line": "end", "lines": len(lines) + 1}) + b"\n"


def test_a_sound_export(anchored, tmp_path):
    key = public_bytes(signing_key()).hex()
    assert check(exported(), tmp_path, "--key", key) == (
        0,
        (
            "SOUND  test:a: 4 events\n"
            "Signed anchors hold it up to event 3 (the last is anchor 1).\n"
            f"Signed by {key}\n"
            "Personal data erased or withheld: 4 values; given and fitting: 0.\n"
        ),
    )


def test_personal_data_may_be_given_or_erased(anchored, tmp_path, officer):
    assert "erased or withheld" not in check(exported(with_personal=True), tmp_path)[1]
    with transaction.atomic():
        erase_personal(acting_user=officer, stream="test:a", sequence=2, basis="申请 12")
    assert Personal.objects.filter(stream="test:a").count() == 3
    status, output = check(exported(with_personal=True), tmp_path)
    assert (status, output.splitlines()[-1]) == (
        0,
        "Personal data erased or withheld: 1 values; given and fitting: 3.",
    )
    forged = exported(with_personal=True).replace("张三".encode(), "李四".encode())
    assert check(forged, tmp_path) == (
        1,
        "BAD  test:a, event 1: its personal data 'name' does not fit its digest\n",
    )


def test_an_export_without_anchor_says_so(db, tmp_path):
    add()
    assert check(exported(), tmp_path) == (
        0,
        (
            "SOUND  test:a: 1 events\n"
            "No signed anchor holds it yet: the end of the stream could have been cut off.\n"
            "Personal data erased or withheld: 1 values; given and fitting: 0.\n"
        ),
    )


def test_every_changed_byte_is_found(anchored):
    content = exported(with_personal=True)
    assert fault(content) == ""
    missed = []
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= SEEDED.randrange(1, 256)
        if not fault(bytes(changed)):
            missed.append(place)
    assert missed == []


def test_every_cut_and_every_doubled_line_is_found(anchored):
    content = exported()
    lines = content.splitlines(keepends=True)
    assert [cut for cut in range(len(content)) if not fault(content[:cut])] == []
    for index in range(len(lines)):
        assert fault(b"".join(lines[:index] + lines[index + 1 :])) != ""
        assert fault(b"".join(lines[: index + 1] + lines[index:])) != ""


def test_a_forger_who_mends_the_end_is_found_at_every_byte_of_events_and_anchors(anchored):
    """The file's own digest is for accidents; hashes and signatures are for forgers."""
    lines = exported(with_personal=True).splitlines(keepends=True)[:-1]
    missed = []
    for index in range(1, len(lines)):
        for place in range(0, len(lines[index]), 3):
            changed = bytearray(lines[index])
            changed[place] ^= 1
            if not fault(with_new_end([*lines[:index], bytes(changed), *lines[index + 1 :]])):
                missed.append((index, place))
    assert missed == []


def test_a_rewritten_chain_stands_against_the_anchor(anchored, tmp_path):
    """A forger who makes all hashes anew fits himself, but not the signed anchor."""
    lines = exported().splitlines(keepends=True)[:-1]
    forged, previous = [lines[0]], ""
    for line in lines[1:5]:
        event = json.loads(line)
        payload = event["payload"].replace("绿色", "红色")
        header = json.loads(event["header"])
        header.update(payload=sha256(payload.encode()).hexdigest(), previous=previous)
        text = encode(header)
        previous = sha256(text).hexdigest()
        forged.append(
            encode({"hash": previous, "header": text.decode(), "line": "event", "payload": payload}) + b"\n"
        )
    assert check(with_new_end(forged), tmp_path)[0] == 0  # nothing but the anchor gives it away
    status, output = check(with_new_end([*forged, *lines[5:]]), tmp_path)
    assert (status, output) == (1, "BAD  test:a, line 6: anchor 1 holds another hash for event 3\n")


def test_a_cut_off_end_stands_against_the_anchor(anchored, tmp_path):
    lines = exported().splitlines(keepends=True)[:-1]
    first = lines[0].replace(b'"events":4', b'"events":2')
    status, output = check(with_new_end([first, *lines[1:3], *lines[5:]]), tmp_path)
    assert (status, output) == (
        1,
        "BAD  test:a, line 4: anchor 1 holds event 3, which is not in the export\n",
    )


def test_the_anchor_that_left_the_machine_decides(anchored, tmp_path):
    from qinglan.kernel.events.delivery.content import file_content
    from qinglan.kernel.events.models import Anchor

    sent = tmp_path / "anchor.json"
    sent.write_bytes(file_content(Anchor.objects.get()))
    status, output = check(exported(), tmp_path, "--anchor", str(sent))
    assert (status, output.splitlines()[-1]) == (0, f"{sent}: is in the export.")
    key = "ab" * 32
    assert check(exported(), tmp_path, "--key", key) == (
        1,
        f"BAD  test:a, line 6: anchor 1 is signed by the unknown key {public_bytes(signing_key()).hex()}\n",
    )
    document = json.loads(sent.read_text("utf-8"))["document"].replace('"streams":4', '"streams":5')
    sent.write_text(
        json.dumps({"document": document, "signature": signing_key().sign(document.encode()).hex()}), "utf-8"
    )
    status, output = check(exported(), tmp_path, "--anchor", str(sent))
    assert (status, output) == (1, f"BAD  anchor 1 in the export is not the one in {sent}\n")


def test_a_long_export_is_sampled(db):
    from qinglan.kernel import events

    with transaction.atomic():
        events.append_all(
            stream="test:long",
            entries=[events.Entry("tests.happened", {"n": n, "text": "技术成果"}) for n in range(5000)],
            actor="system",
        )
    content = exported("test:long")
    assert fault(content) == ""
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for _sample in range(12):
        place = SEEDED.randrange(starts[1], starts[5001])
        number = sum(1 for start in starts if start <= place) - 1
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert fault(changed).startswith(f"test:long, event {number}: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\n", b"[" * 100_000 + b"\n", b'{"line":"stream"}\n'],
)
def test_what_is_no_export_is_refused(content, tmp_path):
    status, output = check(content, tmp_path)
    assert status == 1
    assert output.startswith("BAD  ")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_strange_values_anywhere_are_refused_in_a_sentence(export_lines, data):
    """Whatever a hostile file holds, the script says what is wrong and never breaks."""
    lines = list(export_lines)
    index = data.draw(st.integers(0, len(lines) - 1))
    content = json.loads(lines[index])
    name = data.draw(st.sampled_from(sorted(content)))
    inner = content[name]
    if name in ("header", "document") and data.draw(st.booleans()):
        inner = json.loads(inner)
        inner[data.draw(st.sampled_from(sorted(inner)))] = data.draw(JSON)
        content[name] = json.dumps(inner, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    else:
        content[name] = data.draw(JSON)
    try:
        changed = encode(content) + b"\n"
    except NotCanonical:
        return
    forged = [*lines[:index], changed, *lines[index + 1 :]]
    allowed = (index, name) == (0, "exported_at") or (name, content[name]) == ("personal", {})
    assert (fault(with_new_end(forged)) == "") == (changed == lines[index] or allowed)


@pytest.fixture
def export_lines(anchored):
    return exported(with_personal=True).splitlines(keepends=True)[:-1]


def test_no_file(tmp_path):
    assert run_script(tmp_path / "none")[0] == 1


def test_zip_holds_export_script_and_instructions(anchored, tmp_path):
    from qinglan.kernel.events import export

    path = tmp_path / "stream.zip"
    with path.open("wb") as output:
        export.write_zip(output, export.lines("test:a"))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["events.jsonl", "verify_events.py", "README.txt"]
        assert archive.read("verify_events.py") == export.SCRIPT.read_bytes()
    assert run_script(path)[0] == 0


def test_the_script_imports_the_standard_library_alone():
    import ast
    import sys

    from qinglan.kernel.events.export import SCRIPT

    names = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module])
    }
    assert names <= sys.stdlib_module_names
    assert names == {"argparse", "hashlib", "json", "pathlib", "sys", "zipfile"}
