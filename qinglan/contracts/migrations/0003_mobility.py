"""Moves of researchers, shares that they hold, proofs of results."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from qinglan.kernel.database.append_only import append_only


class Migration(migrations.Migration):
    """Moves of researchers, shares that they hold, proofs of results."""

    dependencies = [
        ("contracts", "0003_versions_and_signings"),
        ("documents", "0004_takings_only_grow"),
        ("market", "0008_english"),
        ("parties", "0008_personal_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mobility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=16, unique=True, verbose_name="number"),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("part_time", "Part-time work"),
                            ("start_up", "Start-up while in post"),
                            ("leave", "Leave of post to found a firm"),
                            ("lead", "Enterprise staff leading research"),
                        ],
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                ("person_name", models.CharField(max_length=60, verbose_name="name of the person")),
                ("post", models.CharField(max_length=100, verbose_name="post and title")),
                ("firm_name", models.CharField(max_length=120, verbose_name="name of the firm")),
                (
                    "firm_code",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "task",
                    models.CharField(max_length=500, verbose_name="work, result or project it is about"),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "years_of_service",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="years of service in the unit"
                    ),
                ),
                ("is_head", models.BooleanField(blank=True, null=True, verbose_name="holds a leading post")),
                (
                    "leads_national_project",
                    models.BooleanField(blank=True, null=True, verbose_name="leads a major national project"),
                ),
                (
                    "is_under_investigation",
                    models.BooleanField(blank=True, null=True, verbose_name="is under investigation"),
                ),
                (
                    "pay_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="pay, insurance and title"),
                ),
                (
                    "ip_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="who owns what is invented"),
                ),
                (
                    "secrecy_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="secrecy and competition"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("applied", "Applied for"),
                            ("returned", "Returned for correction"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                            ("approved", "Approved, agreement to be signed"),
                            ("in_force", "In force"),
                            ("expired", "Run out, to be settled"),
                            ("ended", "Ended"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                (
                    "noticed_from",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="on notice in the unit from"
                    ),
                ),
                (
                    "noticed_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="on notice until"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="decision of the unit"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
                ),
                (
                    "agreed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="agreement signed on"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not yet"),
                            ("returned", "Returned to post"),
                            ("resigned", "Resigned from the unit"),
                            ("finished", "The arrangement ended"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mobilities_received",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mobilities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mobilities",
                        to="market.technology",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mobilities",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "mobility arrangement",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["unit", "state", "ends_on"], name="mobilities_of_a_unit"),
                    models.Index(
                        condition=models.Q(("state", "in_force")),
                        fields=["ends_on"],
                        name="mobilities_that_run_out",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_mobility_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "in_force", "expired", "ended"]), _negated=True
                            ),
                            models.Q(
                                ("decided_on__isnull", False), models.Q(("decision", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_approved_mobility_names_the_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_force", "expired", "ended"]), _negated=True),
                            models.Q(("agreed_on__isnull", False), ("agreement__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_mobility_in_force_has_its_agreement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on__isnull", False),
                                ("state", "ended"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                ("ended_on__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="an_ended_mobility_says_how_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["returned", "refused"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_mobility_sent_back_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("form", "leave"), ("state__in", ["approved", "in_force", "expired"])
                        ),
                        fields=("unit", "person"),
                        name="one_leave_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MobilityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=16, verbose_name="number")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("part_time", "Part-time work"),
                            ("start_up", "Start-up while in post"),
                            ("leave", "Leave of post to found a firm"),
                            ("lead", "Enterprise staff leading research"),
                        ],
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                ("firm_name", models.CharField(max_length=120, verbose_name="name of the firm")),
                (
                    "firm_code",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "task",
                    models.CharField(max_length=500, verbose_name="work, result or project it is about"),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "years_of_service",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="years of service in the unit"
                    ),
                ),
                ("is_head", models.BooleanField(blank=True, null=True, verbose_name="holds a leading post")),
                (
                    "leads_national_project",
                    models.BooleanField(blank=True, null=True, verbose_name="leads a major national project"),
                ),
                (
                    "is_under_investigation",
                    models.BooleanField(blank=True, null=True, verbose_name="is under investigation"),
                ),
                (
                    "pay_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="pay, insurance and title"),
                ),
                (
                    "ip_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="who owns what is invented"),
                ),
                (
                    "secrecy_terms",
                    models.TextField(blank=True, max_length=1000, verbose_name="secrecy and competition"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("applied", "Applied for"),
                            ("returned", "Returned for correction"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                            ("approved", "Approved, agreement to be signed"),
                            ("in_force", "In force"),
                            ("expired", "Run out, to be settled"),
                            ("ended", "Ended"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                (
                    "noticed_from",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="on notice in the unit from"
                    ),
                ),
                (
                    "noticed_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="on notice until"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="decision of the unit"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
                ),
                (
                    "agreed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="agreement signed on"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not yet"),
                            ("returned", "Returned to post"),
                            ("resigned", "Resigned from the unit"),
                            ("finished", "The arrangement ended"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="market.technology",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MobilityExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_until", models.DateField(editable=False)),
                ("until", models.DateField(verbose_name="new last day")),
                ("is_profitable", models.BooleanField(verbose_name="the firm makes a profit already")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked for"), ("granted", "Granted"), ("refused", "Refused")],
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer of the unit")),
                ("asked_at", models.DateTimeField(editable=False)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mobility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="contracts.mobility",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("mobility",),
                        name="one_extension_is_asked_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("was_until"))),
                        name="an_extension_makes_it_longer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "asked")),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_extension_has_its_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MobilityExtensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("was_until", models.DateField(editable=False)),
                ("until", models.DateField(verbose_name="new last day")),
                ("is_profitable", models.BooleanField(verbose_name="the firm makes a profit already")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked for"), ("granted", "Granted"), ("refused", "Refused")],
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer of the unit")),
                ("asked_at", models.DateTimeField(editable=False)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mobility",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobilityextension",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MobilityReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("work", models.TextField(max_length=3000, verbose_name="what was done")),
                (
                    "results",
                    models.TextField(blank=True, max_length=2000, verbose_name="results, contracts, firms"),
                ),
                ("reported_at", models.DateTimeField(editable=False)),
                (
                    "mobility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(fields=("mobility", "year"), name="one_mobility_report_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="MobilityReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("reported_at", models.DateTimeField(editable=False)),
                (
                    "mobility",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobilityreport",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResultProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=16, unique=True, verbose_name="number"),
                ),
                ("person_name", models.CharField(max_length=60, verbose_name="name of the person")),
                ("post", models.CharField(max_length=100, verbose_name="post and title")),
                ("purpose", models.CharField(max_length=100, verbose_name="title applied for")),
                ("issued_on", models.DateField(editable=False, verbose_name="issued on")),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="reason"),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_proofs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_proofs",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of results",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawn_proof_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=200, verbose_name="what the person did")),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="share of the work (%)"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="contracts.resultproof",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proof", "contract"), name="a_proof_names_a_contract_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True),
                            models.Q(("share__gte", 1), ("share__lte", 100)),
                            _connector="OR",
                        ),
                        name="a_share_of_work_is_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultProofEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=16, verbose_name="number")),
                ("purpose", models.CharField(max_length=100, verbose_name="title applied for")),
                ("issued_on", models.DateField(editable=False, verbose_name="issued on")),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="reason"),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.resultproof",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shareholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder_name", models.CharField(max_length=60, verbose_name="name of the holder")),
                ("firm_name", models.CharField(max_length=120, verbose_name="name of the firm")),
                ("firm_code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("reward", "Reward for a result put in as shares"),
                            ("invested", "Own money"),
                            ("incentive", "Incentive of the firm"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="where they come from",
                    ),
                ),
                ("share", models.PositiveIntegerField(verbose_name="share")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount put in")),
                ("since", models.DateField(verbose_name="held since")),
                ("until", models.DateField(blank=True, editable=False, null=True, verbose_name="held until")),
                ("note", models.CharField(max_length=300, verbose_name="paper it stands on")),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shareholdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mobility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shareholdings",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares_recorded",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "shares held",
                "ordering": ["-since", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 10000)),
                        name="a_share_is_at_most_the_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="shares_end_after_they_begin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="what_was_put_in_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareholdingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("firm_name", models.CharField(max_length=120, verbose_name="name of the firm")),
                ("firm_code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("reward", "Reward for a result put in as shares"),
                            ("invested", "Own money"),
                            ("incentive", "Incentive of the firm"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="where they come from",
                    ),
                ),
                ("share", models.PositiveIntegerField(verbose_name="share")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount put in")),
                ("since", models.DateField(verbose_name="held since")),
                ("until", models.DateField(blank=True, editable=False, null=True, verbose_name="held until")),
                ("note", models.CharField(max_length=300, verbose_name="paper it stands on")),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mobility",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.mobility",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.shareholding",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobility",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityevent" ("agreed_on", "agreement_id", "changed_at", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision", "ended_on", "ends_on", "firm_code", "firm_id", "firm_name", "form", "id", "ip_terms", "is_head", "is_under_investigation", "leads_national_project", "noticed_from", "noticed_until", "number", "outcome", "pay_terms", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "secrecy_terms", "starts_on", "state", "task", "technology_id", "unit_id", "years_of_service") SELECT new_values."agreed_on", new_values."agreement_id", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."decided_by_id", new_values."decided_on", new_values."decision", new_values."ended_on", new_values."ends_on", new_values."firm_code", new_values."firm_id", new_values."firm_name", new_values."form", new_values."id", new_values."ip_terms", new_values."is_head", new_values."is_under_investigation", new_values."leads_national_project", new_values."noticed_from", new_values."noticed_until", new_values."number", new_values."outcome", new_values."pay_terms", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."revision", new_values."secrecy_terms", new_values."starts_on", new_values."state", new_values."task", new_values."technology_id", new_values."unit_id", new_values."years_of_service" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a327c4b3019412aff16667f8646d88642e17b07a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_29c8b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_mobility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobility",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityevent" ("agreed_on", "agreement_id", "changed_at", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision", "ended_on", "ends_on", "firm_code", "firm_id", "firm_name", "form", "id", "ip_terms", "is_head", "is_under_investigation", "leads_national_project", "noticed_from", "noticed_until", "number", "outcome", "pay_terms", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "secrecy_terms", "starts_on", "state", "task", "technology_id", "unit_id", "years_of_service") SELECT new_values."agreed_on", new_values."agreement_id", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."decided_by_id", new_values."decided_on", new_values."decision", new_values."ended_on", new_values."ends_on", new_values."firm_code", new_values."firm_id", new_values."firm_name", new_values."form", new_values."id", new_values."ip_terms", new_values."is_head", new_values."is_under_investigation", new_values."leads_national_project", new_values."noticed_from", new_values."noticed_until", new_values."number", new_values."outcome", new_values."pay_terms", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."revision", new_values."secrecy_terms", new_values."starts_on", new_values."state", new_values."task", new_values."technology_id", new_values."unit_id", new_values."years_of_service" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."agreed_on" IS DISTINCT FROM (new_values."agreed_on") OR old_values."agreement_id" IS DISTINCT FROM (new_values."agreement_id") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."decided_on" IS DISTINCT FROM (new_values."decided_on") OR old_values."decision" IS DISTINCT FROM (new_values."decision") OR old_values."ended_on" IS DISTINCT FROM (new_values."ended_on") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."firm_id" IS DISTINCT FROM (new_values."firm_id") OR old_values."firm_code" IS DISTINCT FROM (new_values."firm_code") OR old_values."firm_name" IS DISTINCT FROM (new_values."firm_name") OR old_values."form" IS DISTINCT FROM (new_values."form") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."ip_terms" IS DISTINCT FROM (new_values."ip_terms") OR old_values."is_head" IS DISTINCT FROM (new_values."is_head") OR old_values."is_under_investigation" IS DISTINCT FROM (new_values."is_under_investigation") OR old_values."leads_national_project" IS DISTINCT FROM (new_values."leads_national_project") OR old_values."noticed_from" IS DISTINCT FROM (new_values."noticed_from") OR old_values."noticed_until" IS DISTINCT FROM (new_values."noticed_until") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."pay_terms" IS DISTINCT FROM (new_values."pay_terms") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."secrecy_terms" IS DISTINCT FROM (new_values."secrecy_terms") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."task" IS DISTINCT FROM (new_values."task") OR old_values."technology_id" IS DISTINCT FROM (new_values."technology_id") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."years_of_service" IS DISTINCT FROM (new_values."years_of_service")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="84ef04d435ffb382849c5d99a38133ba2739d233",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26956",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_mobility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobility",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityevent" ("agreed_on", "agreement_id", "changed_at", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision", "ended_on", "ends_on", "firm_code", "firm_id", "firm_name", "form", "id", "ip_terms", "is_head", "is_under_investigation", "leads_national_project", "noticed_from", "noticed_until", "number", "outcome", "pay_terms", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "secrecy_terms", "starts_on", "state", "task", "technology_id", "unit_id", "years_of_service") SELECT old_values."agreed_on", old_values."agreement_id", old_values."changed_at", old_values."created_at", old_values."created_by_id", old_values."decided_by_id", old_values."decided_on", old_values."decision", old_values."ended_on", old_values."ends_on", old_values."firm_code", old_values."firm_id", old_values."firm_name", old_values."form", old_values."id", old_values."ip_terms", old_values."is_head", old_values."is_under_investigation", old_values."leads_national_project", old_values."noticed_from", old_values."noticed_until", old_values."number", old_values."outcome", old_values."pay_terms", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."revision", old_values."secrecy_terms", old_values."starts_on", old_values."state", old_values."task", old_values."technology_id", old_values."unit_id", old_values."years_of_service" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3eef4f5e0ed8753f35486c0637d1af1a412ce13e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5c50a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_mobility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityextension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityextensionevent" ("answer", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "is_profitable", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "was_until") SELECT new_values."answer", new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."is_profitable", new_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."state", new_values."until", new_values."was_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2b207980268dcd81788b832a78cdfd20d7f69d9e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71a5b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_mobilityextension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityextension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityextensionevent" ("answer", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "is_profitable", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "was_until") SELECT new_values."answer", new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."is_profitable", new_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."state", new_values."until", new_values."was_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="afd29fb6596df6e812b365777bc016f47fdf8360",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d1da2",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_mobilityextension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityextension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityextensionevent" ("answer", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "is_profitable", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "was_until") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."is_profitable", old_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."state", old_values."until", old_values."was_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9ce277cebac494abf598edfaffe1f50eba149598",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_096d8",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_mobilityextension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityreportevent" ("id", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id", "year") SELECT new_values."id", new_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."reported_at", new_values."reported_by_id", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="95c2b77eb4ce0e74e77793c51dcac4b598bdddc4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_569af",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_mobilityreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityreportevent" ("id", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id", "year") SELECT new_values."id", new_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."reported_at", new_values."reported_by_id", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."mobility_id" IS DISTINCT FROM (new_values."mobility_id") OR old_values."reported_at" IS DISTINCT FROM (new_values."reported_at") OR old_values."reported_by_id" IS DISTINCT FROM (new_values."reported_by_id") OR old_values."year" IS DISTINCT FROM (new_values."year")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e3a30bc0d1e2273e084a27f2bf9d55f77782e82d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26af2",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_mobilityreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mobilityreport",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_mobilityreportevent" ("id", "mobility_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id", "year") SELECT old_values."id", old_values."mobility_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."reported_at", old_values."reported_by_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dde3f6f80ccca2f4c83cec157fece537f93e148f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1f2e5",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_mobilityreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resultproof",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_resultproofevent" ("id", "issued_by_id", "issued_on", "number", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "unit_id", "withdrawn_on") SELECT new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."number", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."purpose", new_values."reason", new_values."unit_id", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3f1e6210623ee4309d0770de390f2c888f3a642e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4c5d1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_resultproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resultproof",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_resultproofevent" ("id", "issued_by_id", "issued_on", "number", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "unit_id", "withdrawn_on") SELECT new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."number", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."purpose", new_values."reason", new_values."unit_id", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issued_by_id" IS DISTINCT FROM (new_values."issued_by_id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."withdrawn_on" IS DISTINCT FROM (new_values."withdrawn_on")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f17abf79b75915ac7c6b7e01143c5fddfc0304cf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4208e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_resultproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resultproof",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_resultproofevent" ("id", "issued_by_id", "issued_on", "number", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "unit_id", "withdrawn_on") SELECT old_values."id", old_values."issued_by_id", old_values."issued_on", old_values."number", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."purpose", old_values."reason", old_values."unit_id", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2d517ec6ef9edf62d3a419024cea277ead1f4d82",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55b40",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_resultproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareholding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareholdingevent" ("amount", "basis", "firm_code", "firm_name", "holder_id", "id", "mobility_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "share", "since", "unit_id", "until") SELECT new_values."amount", new_values."basis", new_values."firm_code", new_values."firm_name", new_values."holder_id", new_values."id", new_values."mobility_id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."revision", new_values."share", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3c23e30f5cbbac157cc28c8086a041c81ea9fce0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69a1c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_shareholding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareholding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareholdingevent" ("amount", "basis", "firm_code", "firm_name", "holder_id", "id", "mobility_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "share", "since", "unit_id", "until") SELECT new_values."amount", new_values."basis", new_values."firm_code", new_values."firm_name", new_values."holder_id", new_values."id", new_values."mobility_id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."revision", new_values."share", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."amount" IS DISTINCT FROM (new_values."amount") OR old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."firm_code" IS DISTINCT FROM (new_values."firm_code") OR old_values."firm_name" IS DISTINCT FROM (new_values."firm_name") OR old_values."holder_id" IS DISTINCT FROM (new_values."holder_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."mobility_id" IS DISTINCT FROM (new_values."mobility_id") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."recorded_by_id" IS DISTINCT FROM (new_values."recorded_by_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."share" IS DISTINCT FROM (new_values."share") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."until" IS DISTINCT FROM (new_values."until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5afd81a0c4185619461868eeaf874374a1dd15f3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7f5ca",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_shareholding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareholding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareholdingevent" ("amount", "basis", "firm_code", "firm_name", "holder_id", "id", "mobility_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "share", "since", "unit_id", "until") SELECT old_values."amount", old_values."basis", old_values."firm_code", old_values."firm_name", old_values."holder_id", old_values."id", old_values."mobility_id", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."revision", old_values."share", old_values."since", old_values."unit_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="59165a8fcafc75c8a83aeb0210d3b5c44b857a2d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0e0b5",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_shareholding",
                    when="AFTER",
                ),
            ),
        ),
        append_only("contracts_mobilityevent"),
        append_only("contracts_mobilityextensionevent"),
        append_only("contracts_mobilityreportevent"),
        append_only("contracts_resultproofevent"),
        append_only("contracts_shareholdingevent"),
        append_only("contracts_proofline"),
    ]
