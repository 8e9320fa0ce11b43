"""The app of people and organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """People and organisations."""

    name = "qinglan.parties"
    label = "parties"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Declare verbs, events, messages and navigation."""
        from qinglan.parties import (  # noqa: PLC0415 - declarations need loaded models
            account_events,  # noqa: F401 - as above
            account_navigation,  # noqa: F401 - as above
            account_rules,  # noqa: F401 - as above
            broker_recorded,  # noqa: F401 - as above
            broker_rules,  # noqa: F401 - as above
            broker_sheet,  # noqa: F401 - as above
            claim_sender,  # noqa: F401 - as above
            desk,  # noqa: F401 - as above
            expert_recorded,  # noqa: F401 - as above
            expert_rules,  # noqa: F401 - as above
            expert_sheet,  # noqa: F401 - as above
            factor_signals,  # noqa: F401 - as above
            finding,  # noqa: F401 - as above
            identity_events,  # noqa: F401 - as above
            invitation_provider,  # noqa: F401 - as above
            organisation_counter,  # noqa: F401 - as above
            organisation_demonstration,  # noqa: F401 - as above
            organisation_measures,  # noqa: F401 - as above
            organisation_navigation,  # noqa: F401 - as above
            organisation_roster_sheet,  # noqa: F401 - as above
            organisation_rules,  # noqa: F401 - as above
            people_demonstration,  # noqa: F401 - as above
            people_messages,  # noqa: F401 - as above
            people_navigation,  # noqa: F401 - as above
            people_recorded,  # noqa: F401 - as above
            people_rules,  # noqa: F401 - as above
            personal_events,  # noqa: F401 - as above
            personal_navigation,  # noqa: F401 - as above
            personal_packs,  # noqa: F401 - as above
            personal_providers,  # noqa: F401 - as above
            personal_rules,  # noqa: F401 - as above
            retention,  # noqa: F401 - as above
            role_navigation,  # noqa: F401 - as above
            role_providers,  # noqa: F401 - as above
            sending,  # noqa: F401 - as above
            todo_holdings,  # noqa: F401 - as above
            todo_leaving,  # noqa: F401 - as above
            todos,  # noqa: F401 - as above
            yearly_counter,  # noqa: F401 - as above
            yearly_measures,  # noqa: F401 - as above
            yearly_packs,  # noqa: F401 - as above
            yearly_recorded,  # noqa: F401 - as above
            yearly_rules,  # noqa: F401 - as above
        )
