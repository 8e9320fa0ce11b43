"""Files that cannot be read are refused with one clear line, quickly and without much memory."""

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from qinglan.plans.reader import ReadError, ReadProblem, read_bytes, read_file
from tests.plans.reader.papers import docx_of, pdf_of, pdf_without_text, plan_lines, raw_docx


def zip_of(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
JUNK = random.Random(7).randbytes(4000)  # noqa: S311 - any bytes will do

REFUSED = {
    "empty": (b"", "a.txt", ReadProblem.EMPTY),
    "blank": (b"\xef\xbb\xbf \r\n\t", "a.txt", ReadProblem.EMPTY),
    "empty html": (b"<html><body><p> </p></body></html>", "a.html", ReadProblem.EMPTY),
    "empty docx": (docx_of([""]), "a.docx", ReadProblem.EMPTY),
    "junk": (JUNK, "a.txt", ReadProblem.WRONG_TYPE),
    "junk without zeros": (JUNK.replace(b"\x00", b"\xff"), "a.txt", ReadProblem.UNREADABLE),
    "junk called docx": (JUNK, "a.docx", ReadProblem.UNREADABLE),
    "junk called pdf": (b"%PDF-1.4\n" + JUNK, "a.pdf", ReadProblem.UNREADABLE),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png", ReadProblem.WRONG_TYPE),
    "old word": (OLE, "a.doc", ReadProblem.WRONG_TYPE),
    "encrypted word": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", ReadProblem.ENCRYPTED),
    "other zip": (zip_of("readme.txt", b"hello"), "a.docx", ReadProblem.WRONG_TYPE),
    "cut zip": (docx_of(plan_lines())[:-200], "a.docx", ReadProblem.UNREADABLE),
    "docx of broken XML": (zip_of("word/document.xml", b"<w:document"), "a.docx", ReadProblem.UNREADABLE),
    "zip bomb": (zip_of("word/document.xml", b" " * 40_000_000), "a.docx", ReadProblem.TOO_LARGE),
    "encrypted pdf": (pdf_of(plan_lines(), encrypted=True), "a.pdf", ReadProblem.ENCRYPTED),
    "scan": (pdf_without_text(), "a.pdf", ReadProblem.SCANNED),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    data, name, problem = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.problem is problem
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{name}: {caught.value.chinese}")


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "none.txt", ReadProblem.MISSING), (tmp_path, ReadProblem.WRONG_TYPE)):
        with pytest.raises(ReadError) as caught:
            read_file(path)
        assert caught.value.problem is problem


def test_entities_of_a_docx_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>绿色&c;</w:t></w:r></w:p></w:body></w:document>"
    )
    reading = read_bytes(zip_of("word/document.xml", bomb.encode()), "a.docx")
    assert reading.text == "绿色"


def test_a_bracketed_docx_reads_its_insertions() -> None:
    data = raw_docx("<w:sdt><w:sdtContent><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    assert read_bytes(data, "a.docx").text == "正文"


HEAD = "青澜市绿色发展实施方案\n一、推进加强建设\n二、推进加强建设\n三、推进加强建设\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "推进建设到2025年培育5家企业" * 12_000,
        HEAD + "市发展改革委牵头、" * 20_000,
        HEAD + "推进建设（市委负责" * 20_000,
        HEAD + "推进达到5%和" * 8_000,
        HEAD + "责任单位：市局；" * 20_000,
        HEAD + "1,234" * 40_000,
        "“" * 300_000,
        "《" * 300_000,
        " " * 1_000_000 + "方案",
        "关于绿色的方案\n" * 20_000,
    ],
    ids=[
        "one line",
        "lead",
        "open brackets",
        "joined",
        "labels",
        "commas",
        "quotes",
        "books",
        "blanks",
        "titles",
    ],
)
def test_hostile_text_takes_no_more_than_linear_time(text: str) -> None:
    began = time.process_time()
    read_bytes(text.encode(), "a.txt")
    assert time.process_time() - began < 15


def test_ten_megabytes_are_read() -> None:
    from tests.plans.reader.papers import PLAN

    text = PLAN * (10_000_000 // len(PLAN.encode()))
    reading = read_bytes(text.encode(), "a.txt")
    assert reading.is_plan
    with pytest.raises(ReadError) as caught:
        read_bytes(("字" * 7_000_000).encode(), "a.txt")
    assert caught.value.problem is ReadProblem.TOO_LARGE
