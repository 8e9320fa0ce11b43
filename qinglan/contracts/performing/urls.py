"""Addresses of contracts in force, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import performing as views

urlpatterns = [
    *(
        path(f"milestones/<int:pk>/{name}/", views.step, {"name": name}, name=name)
        for name in ("deliver", "accept", "refuse")
    ),
    *(
        path(f"amendments/<int:pk>/{name}/", views.settle_amendment, {"name": name}, name=f"{name}-amendment")
        for name in ("agree", "withdraw")
    ),
    path("amendments/<int:pk>/refuse/", views.refuse_amendment, name="refuse-amendment"),
    *(
        path(f"endings/<int:pk>/{name}/", views.settle_ending, {"name": name}, name=f"{name}-ending")
        for name in ("agree", "withdraw")
    ),
    path("endings/<int:pk>/refuse/", views.refuse_ending, name="refuse-ending"),
    path("matters/<int:pk>/answer/", views.answer_matter, name="answer-matter"),
    path("matters/<int:pk>/settle/", views.settle_matter, name="settle-matter"),
    path("matters/<int:pk>/withdraw/", views.withdraw_matter, name="withdraw-matter"),
    path("<slug:number>/complete/", views.complete, name="complete"),
    path("<slug:number>/amend/", views.amend, name="amend"),
    path("<slug:number>/end/", views.end, name="end"),
    path("<slug:number>/matters/new/", views.raise_matter, name="raise-matter"),
]
