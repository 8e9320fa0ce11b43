"""The app of files and papers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Files, papers and certificates."""

    name = "qinglan.kernel.documents"
    label = "documents"
    verbose_name = _("Papers and files")

    def ready(self) -> None:
        """Declare verbs, navigation and who may read the files of papers."""
        from qinglan.kernel.documents import (  # noqa: PLC0415 - registration needs loaded models
            desk,  # noqa: F401 - as above
            finding,  # noqa: F401 - as above
            naming,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            own_kinds,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
            todos,  # noqa: F401 - as above
        )
