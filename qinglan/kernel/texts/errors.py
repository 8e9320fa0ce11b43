"""The one error of reading a file as text."""

from enum import StrEnum


class ReadProblem(StrEnum):
    """Why a file cannot be read; the web translates the code."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    WRONG_TYPE = "wrong_type"
    TOO_LARGE = "too_large"


_MESSAGES = {
    ReadProblem.MISSING: ("文件不存在或无法打开", "the file does not exist or cannot be opened"),
    ReadProblem.UNREADABLE: ("文件已损坏，无法读取", "the file is damaged and cannot be read"),
    ReadProblem.EMPTY: ("文件中没有文字", "the file holds no text"),
    ReadProblem.ENCRYPTED: ("文件已加密，请先解除密码", "the file is encrypted; remove the password first"),
    ReadProblem.SCANNED: (
        "文件是扫描件，没有文字层，请先做文字识别",
        "the file is a scan without a text layer; run text recognition first",
    ),
    ReadProblem.WRONG_TYPE: (
        "不支持的文件类型，请使用 txt、docx、html 或文字版 PDF",
        "the file type is not supported; use txt, docx, html or text PDF",
    ),
    ReadProblem.TOO_LARGE: ("文件过大", "the file is too large"),
}


class ReadError(Exception):
    """A file cannot be read as text.

    `problem` is the machine-readable reason, `chinese` and `english` are one-line messages; `str()` gives both.
    """

    def __init__(self, problem: ReadProblem, name: str = "") -> None:
        self.problem = problem
        self.name = name
        self.chinese, self.english = _MESSAGES[problem]
        prefix = f"{name}: " if name else ""
        super().__init__(f"{prefix}{self.chinese} ({self.english})")
