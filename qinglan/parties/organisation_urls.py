"""Addresses of organisations."""

from django.urls import path

from qinglan.parties.views import organisation_act, organisation_claim, organisation_list, organisation_record

app_name = "organisations"
urlpatterns = [
    path("organisations/", organisation_list.OrganisationList.as_view(), name="list"),
    path("organisations/mine/", organisation_list.OwnOrganisations.as_view(), name="mine"),
    path("organisations/new/", organisation_act.register, name="register"),
    path("organisations/claim/", organisation_claim.claim, name="claim"),
    path("organisations/claim/<int:claim>/", organisation_claim.confirm, name="confirm"),
    path("organisations/claims/", organisation_claim.ClaimQueue.as_view(), name="claims"),
    path("organisations/claims/<int:claim>/", organisation_claim.settle, name="settle"),
    path("organisations/requests/", organisation_claim.OwnRequests.as_view(), name="requests"),
    path("organisations/<int:pk>/", organisation_record.record, name="record"),
    path("organisations/<int:pk>/history/", organisation_record.history, name="history"),
    path("organisations/<int:pk>/edit/", organisation_act.edit, name="edit"),
    path("organisations/<int:pk>/dispute/", organisation_claim.dispute, name="dispute"),
    path("organisations/<int:pk>/tags/<int:tag>/revoke/", organisation_act.revoke, name="untag"),
    *(
        path(f"organisations/<int:pk>/{name}/", organisation_act.act, {"name": name}, name=name)
        for name in organisation_act.ACTS
    ),
]
