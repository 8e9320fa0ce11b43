"""The app of the pages' common ground."""

from django.apps import AppConfig

from qinglan.kernel.web.translations import compile_all


class WebConfig(AppConfig):
    """Templates, static files and template tags that every page uses. No models."""

    name = "qinglan.kernel.web"
    label = "web"

    def ready(self) -> None:
        """Compile the translations that are newer than their compiled form."""
        compile_all()
