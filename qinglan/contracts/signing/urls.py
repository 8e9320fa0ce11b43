"""Addresses of signing, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import scans, seals, signing

urlpatterns = [
    path("seals/root.pem", signing.root, name="seal-root"),
    path("seals/verify_contract.py", signing.script, name="seal-script"),
    path("seals/orders/<uuid:order>/", seals.answered, name="seal-answer"),
    path("<slug:number>/sign/", signing.put, name="put-to-signature"),
    path("<slug:number>/signing/", signing.record, name="signing"),
    path("<slug:number>/signing/back/", signing.back, name="take-back"),
    path("<slug:number>/signing/seal/<int:party>/", signing.seal, name="seal"),
    path("<slug:number>/signing/seal/<int:party>/bring/", seals.bring, name="bring-seal"),
    path("<slug:number>/signing/seal/<int:party>/again/", seals.again, name="ask-seal-again"),
    path("<slug:number>/signing/seal/<int:party>/give-up/", seals.give_up, name="give-seal-up"),
    path("<slug:number>/signing/scan/", scans.bring, name="scan"),
    path("<slug:number>/signing/scan/<uuid:scan>/", scans.compare, name="compare-scan"),
    path("<slug:number>/signing/scan/<uuid:scan>/<slug:side>/<int:page>/", scans.page, name="scan-page"),
]
