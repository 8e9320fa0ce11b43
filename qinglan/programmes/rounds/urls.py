"""Addresses of schemes, rounds and applications."""

from django.urls import path

from qinglan.programmes.views import (
    benefits,
    case_form,
    case_rows,
    case_section,
    case_sheet,
    cases,
    re_evaluations,
    round_tasks,
    rounds,
    schemes,
)

app_name = "programmes"
urlpatterns = [
    path("schemes/", schemes.SchemeList.as_view(), name="schemes"),
    path("schemes/<slug:territory>/<slug:slug>/<int:edition>/", schemes.scheme, name="scheme"),
    path("what-can-i-get/", benefits.benefits, name="benefits"),
    path("rounds/", rounds.RoundList.as_view(), name="rounds"),
    path("rounds/new/", round_tasks.new_round, name="new-round"),
    path("rounds/<int:pk>/", schemes.round_record, name="round"),
    path("rounds/<int:pk>/apply/", cases.begin, name="apply"),
    path("rounds/<int:pk>/edit/", round_tasks.change, name="change-round"),
    path("rounds/<int:pk>/quotas/", round_tasks.quotas, name="quotas"),
    path("rounds/<int:pk>/extend/", round_tasks.extend, name="extend-round"),
    path("rounds/<int:pk>/cancel/", round_tasks.cancel, name="cancel-round"),
    path("rounds/<int:pk>/attach/", round_tasks.attach, name="attach-round"),
    path("rounds/<int:pk>/follow/", rounds.follow, name="follow"),
    path("rounds/<int:pk>/drafts/", rounds.DraftList.as_view(), name="drafts"),
    path("rounds/<int:pk>/due/", re_evaluations.DueAwards.as_view(), name="due-awards"),
    path("rounds/<int:pk>/due/invite/", re_evaluations.invite_due, name="invite-due"),
    path("rounds/<int:pk>/invite/", benefits.invite, name="invite"),
    path("rounds/<int:pk>/do/<slug:name>/", rounds.act, name="round-act"),
    path("rounds/<int:pk>/summary/<slug:ending>/", rounds.summary_file, name="summary"),
    path("cases/", cases.OwnCases.as_view(), name="cases"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/form/", case_form.form, name="form"),
    path("cases/<int:pk>/form/<slug:section>/", case_section.section, name="section"),
    path("cases/<int:pk>/form/<slug:section>/paste/", case_rows.paste, name="paste"),
    path("cases/<int:pk>/form/<slug:section>/rows/<slug:number>/", case_rows.row, name="row"),
    path("cases/<int:pk>/files/", case_form.attach, name="attach"),
    path("cases/<int:pk>/files/<int:file>/remove/", case_form.remove, name="remove-file"),
    path("cases/<int:pk>/review/", case_form.review, name="review"),
    path("cases/<int:pk>/submitted/", case_form.submitted, name="submitted"),
    path("cases/<int:pk>/print/", case_form.print_case, name="print"),
    path("cases/<int:pk>/sheet/", case_sheet.sheet, name="sheet"),
    path("cases/<int:pk>/sheet/template/", case_sheet.sheet_template, name="sheet-template"),
    path("cases/<int:pk>/revisions/<int:number>/", cases.revision, name="revision"),
    path("cases/<int:pk>/withdraw/", case_form.withdraw, name="withdraw"),
]
