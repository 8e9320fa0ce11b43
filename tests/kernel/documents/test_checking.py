"""What comes in is what its name says, and nothing dangerous comes in."""

import struct

import pytest
from django.utils import translation

from qinglan.kernel.documents.checking import Refused, inspect
from qinglan.kernel.documents.checking.inspection import clean_name
from tests.kernel.documents import samples

MB = 1024 * 1024


def reason(name: str, content: bytes, **options) -> str:
    options.setdefault("max_bytes", 30 * MB)
    try:
        found = inspect(name, content, **options)
    except Refused as refused:
        return refused.reason if refused.message else "silent"
    return " ".join(["taken", *found.flags])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", samples.pdf()),
        ("a.docx", samples.docx()),
        ("a.xlsx", samples.xlsx()),
        ("a.ofd", samples.ofd()),
        ("a.PNG", samples.png()),
        ("a.jpg", samples.jpeg()),
        ("a.webp", samples.webp()),
        ("a.doc", samples.ole("WordDocument", "1Table")),
        ("a.xls", samples.ole("Workbook")),
        ("a.wps", samples.ole("WordDocument")),
        ("a.et", samples.ole("Workbook", "a", "b", "c", "d")),
        ("a.et", samples.xlsx()),
        ("a.zip", samples.zipped({"材料/一.txt": "甲".encode()})),
        ("a.txt", "第一条".encode("gb18030")),
    ],
)
def test_every_kind_that_an_office_sends_is_taken(name: str, content: bytes) -> None:
    assert reason(name, content) == "taken"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.exe", b"MZ", "ending"),
        ("a.docm", samples.docx(), "ending"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", samples.docx(), "content"),
        ("a.docx", samples.pdf(), "content"),
        ("a.docx", samples.xlsx(), "content"),
        ("a.docx", samples.ole("WordDocument"), "content"),
        ("a.xls", samples.ole("WordDocument"), "content"),
        ("a.ofd", samples.zipped({"a.txt": b"a"}), "content"),
        ("a.png", samples.jpeg(), "content"),
        ("a.txt", b"\x00\x01\x02", "content"),
        ("a.pdf", samples.pdf()[:400], "damaged"),
        ("a.png", samples.png()[:-3], "damaged"),
        ("a.zip", samples.docx()[:-30], "damaged"),
        ("a.doc", samples.ole("WordDocument")[:700], "damaged"),
        ("a.pdf", samples.pdf() + samples.zipped({"a": b"a"}), "polyglot"),
        ("a.png", samples.png(b"%PDF-1.7"), "polyglot"),
        ("a.jpg", samples.jpeg()[:-2] + b"<script>alert(1)</script>\xff\xd9", "polyglot"),
        (
            "a.docx",
            samples.docx(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"),
            "macros",
        ),
        ("a.doc", samples.ole("WordDocument", "Macros", "VBA"), "macros"),
        ("a.xls", samples.ole("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        ("a.zip", samples.zipped({"../../etc/passwd": b"x"}), "traversal"),
        ("a.zip", samples.zipped({"/etc/passwd": b"x"}), "traversal"),
        ("a.zip", samples.zipped({"C:\\x.txt": b"x"}), "traversal"),
        ("a.zip", samples.zipped({"setup.exe": b"x"}), "program"),
        ("a.zip", samples.zipped({"zero": b"\0" * (8 * MB)}, level=9), "bomb"),
        ("a.zip", samples.zipped({str(n): b"" for n in range(2001)}), "entries"),
        (
            "a.docx",
            samples.docx(
                word___rels__settings=b"",
                **{
                    "word___rels__settings.xml.rels": b'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://x"/>'
                },
            ),
            "external",
        ),
    ],
)
def test_what_is_wrong_or_dangerous_is_refused(name: str, content: bytes, expected: str) -> None:
    assert reason(name, content) == expected


def test_archives_within_archives_end_at_the_third() -> None:
    content = b"text"
    answers = []
    for depth in range(4):
        content = samples.zipped({f"{depth}.zip" if depth else "a.txt": content})
        answers.append(reason("a.zip", content))
    assert answers == ["taken", "taken", "taken", "nesting"]


def test_a_bomb_spread_over_nested_archives_is_counted_as_a_whole() -> None:
    # Each member keeps below the ratio, all together pass the whole.
    part = samples.zipped({"a": bytes(range(256)) * 4096 * 25}, level=9)
    inner = samples.zipped({f"{n}.zip": part for n in range(9)}, level=0)
    assert reason("a.zip", inner) == "bomb"


def test_a_lying_size_in_the_directory_is_no_way_in() -> None:
    content = bytearray(samples.zipped({"a": b"x" * 100_000}))
    place = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 10)
    inner = samples.zipped({"inner.zip": bytes(content)})
    assert (reason("a.zip", bytes(content)), reason("a.zip", inner)) == ("damaged", "damaged")


def test_passwords_and_scripts_are_flagged_not_refused() -> None:
    with_script = samples.pdf().replace(b"%%EOF", b"%/JavaScript\n%%EOF")
    assert reason("a.pdf", with_script) == "taken script"
    assert reason("a.docx", samples.ole("EncryptionInfo", "EncryptedPackage")) == "taken encrypted"


def test_an_oversized_file_is_refused_with_both_sizes() -> None:
    with translation.override("en"), pytest.raises(Refused) as refused:
        inspect("大.txt", b"x" * 2048, max_bytes=1024)
    assert (
        refused.value.message
        == "“大.txt” has 2.0\xa0KB; at most 1.0\xa0KB are taken. Make it smaller or split it."
    )


def test_names_lose_paths_controls_and_direction_marks() -> None:
    assert [
        clean_name(name)
        for name in ("../../a.pdf", "C:\\x\\报告.pdf", "a\u202efdp.exe", "..", "甲" * 300 + ".pdf", 'a"b.pdf')
    ] == ["a.pdf", "报告.pdf", "afdp.exe", "file", "甲" * 196 + ".pdf", "ab.pdf"]
