"""Photographs as attachments: several at once, taken on the spot, made small before they are sent.

The page's script turns them upright and scales them down, which also takes out where and when they
were taken; without the script they are accepted as they are, up to the limit. Formats that others
can't open are refused with the way to change it.
"""

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
LONGEST_SIDE = 2400
"""Pixels of the longer side after scaling: a stamped A4 page stays readable."""
STARTS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1")


class PhotographInput(forms.ClearableFileInput):
    """A file box that opens the camera or the album of a telephone."""

    template_name = "web/fields/photographs.html"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "data-q-photographs": LONGEST_SIDE} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of the box and of the camera's own one."""
        return [*files.getlist(name), *files.getlist(f"{name}-camera")] if hasattr(files, "getlist") else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither was sent."""
        return name not in files and f"{name}-camera" not in files


class PhotographsField(forms.FileField):
    """Up to `most` photographs (JPEG or PNG), each of at most `max_bytes`; gives a list of files."""

    widget = PhotographInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "most": _("At most %(most)s photographs are taken here; you chose %(count)s."),
        "size": _("“%(name)s” is larger than %(limit)s. Choose a smaller size in the camera."),
        "heic": _(
            "“%(name)s” is a HEIC picture, which many computers can't open. On an iPhone: Settings, Camera,"
            " Formats, “Most Compatible”; or send a screenshot of it."
        ),
        "kind": _("“%(name)s” is no photograph. Taken are JPEG and PNG."),
        "empty": _("“%(name)s” is empty. Take the photograph again."),
    }

    def __init__(self, *, most: int = 9, max_bytes: int = 10 * MEGABYTE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        self.max_bytes = max_bytes

    @property
    def limits(self) -> str:
        """“JPEG, PNG; at most 9 photographs of 10 MB”."""
        return gettext("JPEG, PNG; at most %(most)s photographs of %(size)s") % {
            "most": self.most,
            "size": filesizeformat(self.max_bytes),
        }

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The photographs, in the order chosen."""
        files: list[UploadedFile[Any]] = [file for file in (data or []) if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise self._error("most", most=self.most, count=len(files))
        for file in files:
            self._check(file)
        return files

    def _check(self, file: "UploadedFile[Any]") -> None:
        name = PurePath(file.name or "").name[:60]
        if not file.size:
            raise self._error("empty", name=name)
        if file.size > self.max_bytes:
            raise self._error("size", name=name, limit=filesizeformat(self.max_bytes))
        head = file.read(16)
        file.seek(0)
        if any(sign in head for sign in HEIC):
            raise self._error("heic", name=name)
        if not any(head.startswith(start) for start in STARTS.values()):
            raise self._error("kind", name=name)

    def _error(self, code: str, **values: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=values)
