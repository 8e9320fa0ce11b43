"""Addresses of public notices, objections and leads."""

from django.urls import path

from qinglan.programmes.views import notice_handling, notice_office, notices

app_name = "notices"
urlpatterns = [
    path("notices/", notices.NoticeList.as_view(), name="list"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/object/", notices.object_to, name="object"),
    path("notices/objections/<slug:number>/", notices.objection_status, name="status"),
    path("notices/<int:pk>/lead/", notices.lead, name="send-lead"),
    path("notices/<int:pk>/lead/sent/", notices.lead_sent, name="lead-sent"),
    path("rounds/<int:pk>/notice/", notice_office.post, name="post"),
    path("notices/<int:pk>/record/", notice_office.record, name="record"),
    path("notices/<int:pk>/extend/", notice_office.extend, name="extend"),
    path("notices/<int:pk>/add/", notice_office.add, name="add"),
    path("notices/<int:pk>/take-down/", notice_office.withdraw, name="take-down"),
    path("notices/<int:pk>/evidence/", notice_office.evidence, name="evidence"),
    path("handling/objections/<int:pk>/", notice_handling.objection, name="objection"),
    path("handling/objections/<int:pk>/rule/", notice_handling.rule, name="rule"),
    path("handling/objections/<int:pk>/answer/", notice_handling.answer, name="answer"),
    path("handling/leads/<int:pk>/", notice_handling.lead, name="lead"),
]
