"""The app of programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "qinglan.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Declare verbs, events, messages and what happens at each step."""
        from qinglan.programmes import (  # noqa: PLC0415 - declarations need loaded models
            award_events,  # noqa: F401 - as above
            award_measures,  # noqa: F401 - as above
            award_navigation,  # noqa: F401 - as above
            award_todos,  # noqa: F401 - as above
            award_told,  # noqa: F401 - as above
            definition_files,  # noqa: F401 - as above
            definition_rules,  # noqa: F401 - as above
            desk,  # noqa: F401 - as above
            desk_todos,  # noqa: F401 - as above
            handling_navigation,  # noqa: F401 - as above
            joint_check_sheet,  # noqa: F401 - as above
            money_events,  # noqa: F401 - as above
            notice_events,  # noqa: F401 - as above
            notice_navigation,  # noqa: F401 - as above
            notice_todos,  # noqa: F401 - as above
            objector_data,  # noqa: F401 - as above
            outage_effects,  # noqa: F401 - as above
            panel_desk,  # noqa: F401 - as above
            panel_events,  # noqa: F401 - as above
            panel_sheet,  # noqa: F401 - as above
            panel_steps,  # noqa: F401 - as above
            panel_told,  # noqa: F401 - as above
            recorded,  # noqa: F401 - as above
            round_navigation,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
            told,  # noqa: F401 - as above
            upper_list_sheet,  # noqa: F401 - as above
        )
        from qinglan.programmes.domain import (  # noqa: PLC0415 - as above
            draw,  # noqa: F401 - as above
            joint_check,  # noqa: F401 - as above
            notice_close,  # noqa: F401 - as above
        )
