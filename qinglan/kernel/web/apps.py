"""The app of the pages' common ground."""

from typing import Any

from django.apps import AppConfig

from qinglan.kernel.web.translations import compile_all


class WebConfig(AppConfig):
    """Templates, static files and template tags that every page uses. No models."""

    name = "qinglan.kernel.web"
    label = "web"

    def __init__(self, app_name: str, app_module: Any) -> None:
        """Compile the translations that are newer than their compiled form.

        Here and not in ``ready()``: the first translated string may be asked for while the models
        are imported, and what Django has loaded by then it keeps.
        """
        compile_all()
        super().__init__(app_name, app_module)
