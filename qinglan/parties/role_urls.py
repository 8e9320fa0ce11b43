"""Addresses of experts, brokers and declared interests."""

from django.urls import include, path, re_path

from qinglan.parties.views import brokers, directories, expert_act, experts, interests

_experts = [
    path("experts/", experts.ExpertList.as_view(), name="list"),
    path("experts/mine/", experts.own, name="mine"),
    path("experts/apply/", expert_act.Apply.as_view(), name="apply"),
    path("experts/<int:pk>/", experts.record, name="record"),
    path("experts/<int:pk>/edit/", expert_act.Edit.as_view(), name="edit"),
    path("experts/<int:pk>/show/", expert_act.Show.as_view(), name="show"),
    path("experts/<int:pk>/employers/add/", expert_act.Employer.as_view(), name="add-employer"),
    path(
        "experts/<int:pk>/employers/<int:employer>/end/",
        expert_act.EndEmployer.as_view(),
        name="end-employer",
    ),
    path("experts/<int:pk>/absences/add/", expert_act.Absence.as_view(), name="add-absence"),
    path(
        "experts/<int:pk>/absences/<int:absence>/remove/",
        expert_act.RemoveAbsence.as_view(),
        name="remove-absence",
    ),
    path("experts/<int:pk>/trainings/add/", expert_act.Training.as_view(), name="add-training"),
    path("experts/<int:pk>/interests/", interests.of_expert, name="interests"),
    re_path(
        r"^experts/(?P<pk>\d+)/(?P<verb>admit|decline|suspend|leave)/$",
        expert_act.Settle.as_view(),
        name="settle",
    ),
    path("organisations/<int:pk>/experts/nominate/", expert_act.Nominate.as_view(), name="nominate"),
]
_directories = [
    path("directories/", directories.hub, name="hub"),
    path("directories/experts/", directories.PublicExperts.as_view(), name="experts"),
]
_brokers = [
    path("brokers/", brokers.BrokerList.as_view(), name="list"),
    path("brokers/mine/", brokers.own, name="mine"),
    path("brokers/apply/", brokers.Apply.as_view(), name="apply"),
    path("brokers/<int:pk>/", brokers.record, name="record"),
    path("brokers/<int:pk>/edit/", brokers.Edit.as_view(), name="edit"),
    re_path(
        r"^brokers/(?P<pk>\d+)/(?P<verb>admit|decline|suspend|leave)/$",
        brokers.Settle.as_view(),
        name="settle",
    ),
]
_interests = [
    path("interests/", interests.own, name="own"),
    path("interests/add/", interests.Add.as_view(), name="add"),
    path("interests/state/", interests.State.as_view(), name="state"),
    path("interests/<int:interest>/withdraw/", interests.Withdraw.as_view(), name="withdraw"),
    path("experts/<int:pk>/interests/add/", interests.Add.as_view(), name="add-for"),
    path("experts/<int:pk>/interests/state/", interests.State.as_view(), name="state-for"),
]
urlpatterns = [
    path("", include((_experts, "experts"))),
    path("", include((_brokers, "brokers"))),
    path("", include((_directories, "directories"))),
    path("", include((_interests, "interests"))),
]
