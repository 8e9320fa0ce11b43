"""Translations without the gettext tools: compiling and checking message files with Babel."""

from qinglan.kernel.web.translations.compiling import compile_all

__all__ = ["compile_all"]
