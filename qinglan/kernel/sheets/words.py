"""A text in both languages, for what stands in files and not in our own pages."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """A text in both languages; as a string it is that of the reader."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh
