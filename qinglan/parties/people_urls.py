"""Addresses of people's places and roles."""

from django.urls import path

from qinglan.parties.views import people_join, people_members, people_office, people_own

app_name = "people"
_MEMBERS = "organisations/<int:pk>/people/"
urlpatterns = [
    path(_MEMBERS, people_members.members, name="members"),
    path(f"{_MEMBERS}invite/", people_members.invite, name="invite"),
    path(f"{_MEMBERS}invitations/<int:invitation>/withdraw/", people_members.withdraw, name="withdraw"),
    path(f"{_MEMBERS}<int:person>/role/", people_members.give_role, name="give-role"),
    path(f"{_MEMBERS}<int:person>/remove/", people_members.remove, name="remove"),
    path(f"{_MEMBERS}roles/<int:membership>/end/", people_members.end_role, name="end-role"),
    path(f"{_MEMBERS}hand-over/", people_members.hand_over, name="hand-over"),
    path(f"{_MEMBERS}leave/", people_members.leave, name="leave"),
    path("account/places/", people_own.own, name="own"),
    path("account/places/invitations/<int:pk>/", people_own.answer, name="answer"),
    path("account/places/role/<int:pk>/delegate/", people_own.delegate, {"sort": "role"}, name="delegate"),
    path(
        "account/places/membership/<int:pk>/delegate/",
        people_own.delegate,
        {"sort": "membership"},
        name="delegate-membership",
    ),
    path("account/places/delegations/<int:pk>/end/", people_own.end_delegation, name="end-delegation"),
    path("account/places/roles/<int:pk>/end/", people_own.lay_down, name="lay-down"),
    path("office/roles/", people_office.AssignmentList.as_view(), name="assignments"),
    path("office/roles/give/", people_office.give, name="give"),
    path("office/roles/<int:assignment>/end/", people_office.end, name="end-assignment"),
    path("join/<str:token>/", people_join.join, name="join"),
]
