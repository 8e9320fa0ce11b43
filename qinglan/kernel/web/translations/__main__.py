"""The command: compile, ``check`` or ``missing [FOLDER]``."""

import json
import sys
from pathlib import Path

from django.conf import settings

from qinglan.kernel.web.translations.checking import check, entries
from qinglan.kernel.web.translations.compiling import PACKAGE, compile_all
from qinglan.kernel.web.translations.extraction import strings


def missing(folder: Path) -> str:
    """The strings under `folder` that have no Chinese, as entries to be filled in."""
    known = {entry.key for entry in entries() if entry.translation}
    lines: list[str] = []
    for found in strings(folder):
        if found.key in known:
            continue
        known.add(found.key)
        lines.append(f"#: {found.path.relative_to(PACKAGE.parent)}:{found.line}")
        if found.key.context:
            lines.append(f"msgctxt {_quoted(found.key.context)}")
        lines.append(f"msgid {_quoted(found.key.text)}")
        if found.plural:
            lines.append(f"msgid_plural {_quoted(found.plural)}")
        lines += ['msgstr[0] ""' if found.plural else 'msgstr ""', ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Do what `arguments` say; returns the exit status."""
    if not settings.configured:
        settings.configure()  # reading templates asks for the character set only
    if arguments[:1] == ["check"]:
        problems = check()
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        return 1 if problems else 0
    if arguments[:1] == ["missing"]:
        folder = Path(arguments[1]).resolve() if arguments[1:] else PACKAGE
        sys.stdout.write(missing(folder))
        return 0
    for path in compile_all():
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
