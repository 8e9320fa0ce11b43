"""Addresses of panels of experts, reviews and site visits."""

from django.urls import path

from qinglan.programmes.views import panel_expert, panel_public, panel_review, panels, visit_samples, visits

app_name = "panels"
urlpatterns = [
    path("panels/", panels.PanelList.as_view(), name="list"),
    path("panels/new/<int:pk>/", panels.new, name="new"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/<slug:name>/", panels.act, name="act"),
    path("panels/seats/<int:pk>/<slug:name>/", panels.seat_act, name="seat-act"),
    path("panels/cases/<int:pk>/conclude/", panel_review.conclude, name="conclude"),
    path("panels/feedback/<int:pk>/", panel_review.feedback, name="feedback"),
    path("visits/rounds/<int:pk>/draw/", visit_samples.draw, name="draw-visits"),
    path("visits/cases/<int:pk>/", visits.visit, name="visit"),
    path("visits/cases/<int:pk>/plan/", visits.plan, name="plan-visit"),
    path("visits/<int:pk>/lines/<int:line>/", visits.line, name="visit-line"),
    path("visits/<int:pk>/report/", visits.report, name="visit-report"),
    path("visits/<int:pk>/conclude/", visits.conclude, name="conclude-visit"),
    path("reviews/", panel_expert.mine, name="mine"),
    path("reviews/sheet.xlsx", panel_expert.template, name="sheet-template"),
    path("reviews/seats/<int:pk>/", panel_expert.seat, name="seat"),
    path("reviews/invited/<str:token>/", panel_expert.invited, name="invited"),
    path("reviews/<int:pk>/", panel_expert.sheet, name="sheet"),
    path("reviews/<int:pk>/files/<str:file>/", panel_expert.file, name="file"),
    path("draws/", panel_public.DrawList.as_view(), name="public-list"),
    path("draws/replay_draw.py", panel_public.script, name="script"),
    path("draws/<int:pk>/", panel_public.draw, name="public"),
    path("draws/<int:pk>/draw.json", panel_public.draw_file, name="public-file"),
]
