"""Translations without the gettext tools: compiling and checking message files with Babel.

English is the source; the Chinese stands in ``qinglan/<app>/locale/zh_Hans/LC_MESSAGES/django.po``.
``python -m qinglan.kernel.web.translations`` compiles, with ``check`` it lists what is missing,
with ``missing`` it prints the missing entries in the form of a message file.
"""

from qinglan.kernel.web.translations.checking import Problem, check
from qinglan.kernel.web.translations.compiling import compile_all

__all__ = ["Problem", "check", "compile_all"]
