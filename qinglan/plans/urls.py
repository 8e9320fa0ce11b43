"""Addresses of this app."""

from django.urls import path

from qinglan.plans.views import body, item, paper, public, publication, reading, target, upload

app_name = "plans"
urlpatterns = [
    path("plans/", public.plan_list, name="list"),
    path("plans/new/", upload.new, name="new"),
    path(
        "plans/items/<int:pk>/confirm/",
        reading.decide,
        {"act": "confirm", "kind": "quantity"},
        name="confirm-item",
    ),
    path("plans/items/<int:pk>/drop/", reading.decide, {"act": "drop", "kind": "quantity"}, name="drop-item"),
    path("plans/items/<int:pk>/correct/", item.correct, name="correct-item"),
    path("plans/items/<int:pk>/measure/", item.link, name="link"),
    path("plans/items/<int:pk>/indicator/", item.define, name="define"),
    path(
        "plans/bodies/<int:pk>/confirm/",
        reading.decide,
        {"act": "confirm", "kind": "body"},
        name="confirm-body",
    ),
    path("plans/bodies/<int:pk>/correct/", body.correct, name="correct-body"),
    path("plans/bodies/<int:pk>/drop/", reading.decide, {"act": "drop", "kind": "body"}, name="drop-body"),
    path("plans/<slug:slug>/", public.plan, name="plan"),
    path("plans/<slug:slug>/articles/<int:number>/", public.article, name="article"),
    path("plans/<slug:slug>/targets/<slug:item>/", target.target, name="target"),
    path("plans/<slug:slug>/compare/", public.comparison, name="comparison"),
    path("plans/<slug:slug>/versions/<int:number>/reading/", reading.reading, name="reading"),
    path("plans/<slug:slug>/versions/<int:number>/confirm-all/", reading.confirm_all, name="confirm-all"),
    path("plans/<slug:slug>/versions/<int:number>/paper/", paper.paper, name="paper"),
    path("plans/<slug:slug>/versions/<int:number>/publish/", publication.publish, name="publish"),
    path("plans/<slug:slug>/versions/<int:number>/withdraw/", reading.withdraw, name="withdraw"),
    path("plans/<slug:slug>/versions/<int:number>/articles/<int:article>/add/", item.add, name="add-item"),
    path(
        "plans/<slug:slug>/versions/<int:number>/articles/<int:article>/add-body/", body.add, name="add-body"
    ),
]
