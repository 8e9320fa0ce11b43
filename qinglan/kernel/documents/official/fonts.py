"""The typefaces of official papers, and what a machine without them shows instead."""

from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

BIAOSONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"
LATIN = "Times New Roman"

FALLBACKS = {
    BIAOSONG: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体", "roman"),
    FANGSONG: ("仿宋,FangSong,华文仿宋,Noto Serif CJK SC", "modern"),
    KAI: ("楷体,KaiTi,华文楷体,Noto Serif CJK SC", "modern"),
    HEI: ("SimHei,华文黑体,Noto Sans CJK SC", "modern"),
    SONG: ("SimSun,华文宋体,Noto Serif CJK SC", "auto"),
}
"""Typeface → names to look for where it is missing, and its family."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"


def apply(properties: Any, font: str) -> None:
    """Set the typefaces of a run or style: `font` for Chinese, Times New Roman for Latin."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), LATIN)


def declare(document: DocxDocument) -> None:
    """Write the font table, which names the substitutes of each typeface."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, (others, family) in FALLBACKS.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_W}">{entries}</w:fonts>'
    package = document.part.package
    assert package is not None
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = xml.encode()
            return
    part = Part(PackURI("/word/fontTable.xml"), _TYPE, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)
