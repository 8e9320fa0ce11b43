"""``python -m qinglan.kernel.web.translations``: compile every message file that is newer."""

from qinglan.kernel.web.translations.compiling import compile_all

for path in compile_all():
    print(path)
