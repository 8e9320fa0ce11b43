"""Addresses of the whole site."""

from django.urls import include, path

urlpatterns = [
    path("", include("qinglan.kernel.web.urls")),
    path("", include("qinglan.portal.urls")),
    path("", include("qinglan.parties.account_urls")),
    path("", include("qinglan.kernel.measures.urls")),
    path("", include("qinglan.kernel.documents.urls")),
    path("", include("qinglan.kernel.disclosure.urls")),
    path("", include("qinglan.kernel.messages.urls")),
    path("", include("qinglan.kernel.todos.urls")),
    path("", include("qinglan.kernel.jobs.urls")),
    path("", include("qinglan.kernel.history.urls")),
    path("", include("qinglan.kernel.sheets.urls")),
    path("", include("qinglan.kernel.drafts.urls")),
    path("", include("qinglan.kernel.counter.urls")),
    path("", include("qinglan.kernel.events.urls")),
    path("", include("qinglan.kernel.outages.urls")),
    path("", include("qinglan.kernel.outbox.urls")),
    path("", include("qinglan.kernel.ledger.urls")),
    path("", include("qinglan.parties.organisation_urls")),
    path("", include("qinglan.parties.people_urls")),
    path("", include("qinglan.parties.role_urls")),
    path("", include("qinglan.parties.personal_urls")),
    path("", include("qinglan.parties.yearly_urls")),
    path("", include("qinglan.rights.urls")),
    path("", include("qinglan.market.urls")),
    path("", include("qinglan.auctions.urls")),
    path("", include("qinglan.contracts.urls")),
    path("", include("qinglan.programmes.rounds.urls")),
    path("", include("qinglan.programmes.handling.urls")),
    path("", include("qinglan.programmes.panels.urls")),
    path("", include("qinglan.programmes.awards.urls")),
    path("", include("qinglan.programmes.notices.urls")),
    path("", include("qinglan.programmes.checking.urls")),
    path("", include("qinglan.programmes.audit.urls")),
    path("", include("qinglan.plans.urls")),
]

handler400 = "qinglan.kernel.web.views.errors.bad_request"
handler403 = "qinglan.kernel.web.views.errors.forbidden"
handler404 = "qinglan.kernel.web.views.errors.not_found"
handler500 = "qinglan.kernel.web.views.errors.server_error"
