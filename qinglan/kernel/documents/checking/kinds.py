"""The kinds of files that are taken, by the ending of their name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind: its ending, its media type, the containers that its content may be, its proof.

    `parts` names the members or streams of which one must be there; `inline` says that browsers
    show it safely by themselves.
    """

    ending: str
    media_type: str
    containers: tuple[str, ...]
    parts: tuple[str, ...] = ()
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.ending: kind
    for kind in (
        Kind(".pdf", "application/pdf", ("pdf",), inline=True),
        Kind(".docx", f"{_OFFICE}.wordprocessingml.document", ("zip", "ole"), ("word/document.xml",)),
        Kind(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", ("zip", "ole"), ("xl/workbook.xml",)),
        Kind(".png", "image/png", ("png",), inline=True),
        Kind(".jpg", "image/jpeg", ("jpeg",), inline=True),
        Kind(".jpeg", "image/jpeg", ("jpeg",), inline=True),
        Kind(".webp", "image/webp", ("webp",), inline=True),
        Kind(".ofd", "application/ofd", ("zip",), ("OFD.xml",)),
        Kind(".wps", "application/vnd.ms-works", ("ole", "zip"), ("WordDocument", "word/document.xml")),
        Kind(".et", "application/vnd.ms-excel", ("ole", "zip"), ("Workbook", "Book", "xl/workbook.xml")),
        Kind(".doc", "application/msword", ("ole",), ("WordDocument",)),
        Kind(".xls", "application/vnd.ms-excel", ("ole",), ("Workbook", "Book")),
        Kind(".zip", "application/zip", ("zip",)),
        Kind(".txt", "text/plain", ("text",)),
        Kind(".csv", "text/csv", ("text",)),
        Kind(".html", "text/html", ("text",)),
        Kind(".htm", "text/html", ("text",)),
    )
}
ENDINGS = tuple(KINDS)
STAMPED = (".pdf", ".ofd", ".png", ".jpg", ".jpeg", ".webp")
"""What a stamped paper comes back as."""

ENCRYPTED_PACKAGE = "EncryptedPackage"
"""The stream of an OLE file that holds a docx or xlsx under a password."""

OTHER_ENDINGS = {
    "pdf": ".pdf",
    "png": ".png",
    "jpeg": ".jpg",
    "webp": ".webp",
    "zip": ".zip",
    "ole": ".doc",
    "text": ".txt",
}
"""What a content is called when its name says something else."""
