"""Addresses of results, below ``/auctions/``."""

from django.urls import path

from qinglan.auctions.views import committee, results

urlpatterns = [
    path("objections/<int:pk>/", results.rule, name="rule"),
    path("<str:number>/determine/", results.reckon, name="determine"),
    path("<str:number>/notice/", results.notice, name="post-result"),
    path("<str:number>/object/", results.object_to, name="object"),
    path("<str:number>/signed/", results.signed, name="signed"),
    path("<str:number>/default/", results.default, name="default"),
    path("<str:number>/committee/", committee.name, name="committee"),
    path("<str:number>/judge/", committee.judge, name="judge"),
    path("<str:number>/judge/decline/", committee.step_back, name="step-back"),
    path("<str:number>/scores/", committee.fix, name="fix-scores"),
]
