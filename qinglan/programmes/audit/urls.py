"""Addresses of external auditors' work."""

from django.urls import path

from qinglan.programmes.views import audit_cases, audit_papers, audit_schemes

app_name = "audit"
urlpatterns = [
    path("audit/", audit_schemes.home, name="home"),
    path("audit/log/", audit_papers.ReadingLog.as_view(), name="log"),
    path("audit/verify/", audit_papers.verify, name="verify"),
    path("audit/replay_sample.py", audit_papers.script, name="script"),
    path("audit/cases/<int:pk>/", audit_cases.case, name="case"),
    path("audit/samples/<int:pk>/", audit_cases.sample, name="sample"),
    path("audit/samples/<int:pk>/sample.json", audit_cases.sample_file, name="sample-file"),
    path("audit/evidence/", audit_papers.EvidenceList.as_view(), name="evidence"),
    path("audit/evidence/<int:pk>/", audit_papers.evidence_sheet, name="evidence-sheet"),
    path("audit/evidence/<int:pk>/docx/", audit_papers.evidence_file, name="evidence-file"),
    path("audit/schemes/<int:pk>/<int:year>/", audit_schemes.Population.as_view(), name="population"),
    path("audit/schemes/<int:pk>/<int:year>/sample/", audit_schemes.draw, name="draw"),
    path("audit/schemes/<int:pk>/<int:year>/anomalies/", audit_schemes.anomalies, name="anomalies"),
    path("audit/schemes/<int:pk>/<int:year>/money/", audit_schemes.money, name="money"),
    path("audit/schemes/<int:pk>/<int:year>/measures/", audit_schemes.measures, name="measures"),
    path("audit/schemes/<int:pk>/<int:year>/evidence/", audit_papers.new_evidence, name="new-evidence"),
]
