"""Service inventions: unit rules, conversions, notices in a unit, distribution plans, rewards."""

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from qinglan.kernel.database.append_only import append_only
from qinglan.kernel.database.location import ROLE_NAMES


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_registering"),
        ("documents", "0004_takings_only_grow"),
        ("market", "0008_english"),
        ("parties", "0008_personal_data"),
        ("rights", "0001_initial"),
        ("rulebook", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invention",
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
                ("title", models.CharField(max_length=200, verbose_name="title of the invention")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of result")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="department")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="project or task that it comes from"
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, max_length=2000, verbose_name="what it is and what it does"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("disclosed", "disclosed, ownership to be checked"),
                            ("returned", "returned for more particulars"),
                            ("owned", "the unit's own"),
                            ("not_ours", "no service invention of the unit"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "ownership_basis",
                    models.CharField(blank=True, max_length=500, verbose_name="basis of the ownership check"),
                ),
                (
                    "co_owners",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="co-owners and what they agreed"
                    ),
                ),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ("parts_agreed_on", models.DateField(blank=True, null=True, verbose_name="parts agreed on")),
                (
                    "parts_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="agreement on the parts"),
                ),
                (
                    "first_used_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="first exploited on"
                    ),
                ),
                ("disclosed_at", models.DateTimeField(editable=False, verbose_name="disclosed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disclosed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_inventions",
                        to="parties.organisation",
                    ),
                ),
                (
                    "parts_file",
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
                    "technology",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_inventions",
                        to="market.technology",
                    ),
                ),
            ],
            options={
                "verbose_name": "service invention",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["keeper", "state"], name="inventions_of_a_unit"),
                    models.Index(
                        condition=models.Q(("first_used_on__isnull", True)),
                        fields=["keeper", "completed_on"],
                        name="inventions_that_lie_idle",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("state", "disclosed")),
                            models.Q(
                                models.Q(("state", "disclosed"), _negated=True),
                                ("checked_at__isnull", False),
                                models.Q(("ownership_basis", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_checked_invention_has_its_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parts_agreed_on__isnull", True),
                            models.Q(("parts_basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agreed_parts_have_their_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("state_university", "University founded by the state"),
                            ("state_institute", "Research institute founded by the state"),
                            ("private_nonprofit", "Private non-profit institute or university"),
                            ("enterprise", "Enterprise or other unit"),
                        ],
                        max_length=20,
                        verbose_name="kind of unit",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title of the rule")),
                ("document", models.CharField(max_length=120, verbose_name="number of the document")),
                ("since", models.DateField(verbose_name="in force from")),
                (
                    "carried_by",
                    models.CharField(
                        choices=[
                            ("first", "the first receipt, whole"),
                            ("each", "each receipt, what arose until then"),
                        ],
                        max_length=6,
                        verbose_name="costs are carried by",
                    ),
                ),
                ("tail", models.CharField(max_length=40, verbose_name="what rounding leaves goes to")),
                (
                    "below_floor",
                    models.CharField(blank=True, max_length=300, verbose_name="agreement on a lower share"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_rules",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "version"), name="a_version_of_a_unit_rule_is_made_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="versions_of_a_unit_rule_begin_at_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversion",
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
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("transfer", "Transfer"),
                            ("licence", "Licence"),
                            ("equity", "Contribution as equity"),
                            ("own_use", "Own exploitation"),
                            ("joint_use", "Joint exploitation"),
                        ],
                        max_length=10,
                        verbose_name="way of conversion",
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[
                            ("agreement", "By agreement"),
                            ("listing", "By listing"),
                            ("auction", "By auction or bidding"),
                        ],
                        max_length=10,
                        verbose_name="how the price came about",
                    ),
                ),
                ("price", models.BigIntegerField(verbose_name="price")),
                ("price_basis", models.CharField(max_length=500, verbose_name="what the price rests on")),
                ("partner", models.CharField(max_length=120, verbose_name="who takes it")),
                (
                    "appraisal",
                    models.CharField(max_length=300, verbose_name="appraisal, or why there is none"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "way and price proposed"),
                            ("decided", "decided"),
                            ("noticed", "price on public notice"),
                            ("cleared", "ready for the contract"),
                            ("running", "under way"),
                            ("closed", "closed and filed"),
                            ("stopped", "stopped"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                (
                    "decided_by_body",
                    models.CharField(blank=True, max_length=120, verbose_name="which body decided"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=120, verbose_name="number of the minutes"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "contract",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversion",
                        to="contracts.contract",
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
                    "decision_file",
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
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="parties.organisation",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.unitrule"
                    ),
                ),
            ],
            options={
                "verbose_name": "conversion",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["keeper", "-changed_at"], name="conversions_of_a_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0)), name="a_price_of_a_conversion_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "stopped"]),
                            models.Q(
                                ("decided_on__isnull", False),
                                models.Q(("decided_by_body", ""), _negated=True),
                                models.Q(("decision_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_conversion_goes_on_by_a_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["running", "closed"]), _negated=True),
                            models.Q(("way__in", ["licence", "transfer"]), _negated=True),
                            ("contract__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_sold_has_its_contract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_stopped_conversion_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("weight", models.PositiveIntegerField(default=1, verbose_name="weight")),
                (
                    "conversion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.invention",
                    ),
                ),
            ],
            options={
                "ordering": ["conversion_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversion", "invention"), name="a_conversion_names_an_invention_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0)), name="an_invention_has_its_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="kind of cost")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("on", models.DateField(verbose_name="day")),
                ("voucher", models.CharField(max_length=80, verbose_name="voucher")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField()),
                (
                    "conversion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="contracts.cost",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_cost_is_above_nought"
                    ),
                    models.UniqueConstraint(
                        fields=("conversion", "voucher"), name="a_voucher_counts_once_in_a_conversion"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "base",
                    models.CharField(
                        choices=[
                            ("net", "Net income of receipts"),
                            ("equity", "Equity"),
                            ("profit", "Operating profit of a year"),
                        ],
                        max_length=6,
                        verbose_name="what is shared out",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=300, verbose_name="proof of the amount"),
                ),
                ("received", models.BigIntegerField(verbose_name="received")),
                ("costs", models.BigIntegerField(verbose_name="direct costs")),
                ("net", models.BigIntegerField(verbose_name="net income")),
                ("team", models.BigIntegerField(verbose_name="to the inventors")),
                (
                    "team_share",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="agreed share"),
                ),
                (
                    "share_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="agreement on the share"),
                ),
                (
                    "kept_apart",
                    models.BooleanField(null=True, verbose_name="rewards are kept apart in the books"),
                ),
                (
                    "filed_on",
                    models.DateField(blank=True, null=True, verbose_name="filed with the tax office on"),
                ),
                (
                    "filing_number",
                    models.CharField(blank=True, max_length=80, verbose_name="number of the filing"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "drafted"),
                            ("noticed", "on public notice"),
                            ("cleared", "to be paid"),
                            ("paid", "paid"),
                            ("dropped", "dropped"),
                        ],
                        editable=False,
                        max_length=7,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "conversion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distributions",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "floor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rulebook.evaluation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "distribution plan",
                "ordering": ["conversion_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversion", "number"), name="plans_of_a_conversion_are_counted"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("year__isnull", False), models.Q(("state", "dropped"), _negated=True)
                        ),
                        fields=("conversion", "year"),
                        name="a_profit_of_a_year_is_shared_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("received"), "-", models.F("costs")
                                ),
                            ),
                            ("net__gte", 0),
                        ),
                        name="net_income_is_what_is_left_of_receipts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("team__gte", 0), ("team__lte", models.F("net"))),
                        name="the_team_gets_a_part_of_the_net_income",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("team_share__isnull", True),
                            models.Q(("share_basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_agreed_share_has_its_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_dropped_plan_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributedCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("released", models.BooleanField(default=False)),
                (
                    "cost",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.cost"
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "ordering": ["cost_id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released", False)),
                        fields=("cost",),
                        name="a_cost_is_carried_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributedReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("receipt", models.CharField(max_length=120, verbose_name="bank receipt")),
                ("released", models.BooleanField(default=False)),
                (
                    "conversion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "ordering": ["received_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released", False)),
                        fields=("conversion", "key"),
                        name="a_receipt_is_shared_out_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_shared_receipt_is_above_nought"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributedReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.BigIntegerField()),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("receipt", models.CharField(max_length=120, verbose_name="bank receipt")),
                ("released", models.BooleanField(default=False)),
                (
                    "conversion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distributedreceipt",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DistributedCostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("released", models.BooleanField(default=False)),
                (
                    "cost",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.cost",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distributedcost",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DistributionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "base",
                    models.CharField(
                        choices=[
                            ("net", "Net income of receipts"),
                            ("equity", "Equity"),
                            ("profit", "Operating profit of a year"),
                        ],
                        max_length=6,
                        verbose_name="what is shared out",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=300, verbose_name="proof of the amount"),
                ),
                ("received", models.BigIntegerField(verbose_name="received")),
                ("costs", models.BigIntegerField(verbose_name="direct costs")),
                ("net", models.BigIntegerField(verbose_name="net income")),
                ("team", models.BigIntegerField(verbose_name="to the inventors")),
                (
                    "team_share",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="agreed share"),
                ),
                (
                    "share_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="agreement on the share"),
                ),
                (
                    "kept_apart",
                    models.BooleanField(null=True, verbose_name="rewards are kept apart in the books"),
                ),
                (
                    "filed_on",
                    models.DateField(blank=True, null=True, verbose_name="filed with the tax office on"),
                ),
                (
                    "filing_number",
                    models.CharField(blank=True, max_length=80, verbose_name="number of the filing"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "drafted"),
                            ("noticed", "on public notice"),
                            ("cleared", "to be paid"),
                            ("paid", "paid"),
                            ("dropped", "dropped"),
                        ],
                        editable=False,
                        max_length=7,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "conversion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "floor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rulebook.evaluation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Inventor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("staff_number", models.CharField(max_length=30, verbose_name="staff number")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("post", models.CharField(max_length=100, verbose_name="post and title")),
                (
                    "head",
                    models.CharField(
                        choices=[
                            ("no", "no"),
                            ("deputy", "in another leading post"),
                            ("principal", "principal head"),
                        ],
                        default="no",
                        max_length=9,
                        verbose_name="heads a unit",
                    ),
                ),
                (
                    "id_kind",
                    models.CharField(
                        default="居民身份证", max_length=30, verbose_name="kind of identity paper"
                    ),
                ),
                ("id_number", models.TextField(blank=True, editable=False)),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "left_note",
                    models.CharField(blank=True, max_length=200, verbose_name="how he is reached since"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inventors",
                        to="parties.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inventor_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["organisation_id", "staff_number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "staff_number"), name="a_staff_number_names_one_inventor"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("organisation", "user"),
                        name="an_account_is_one_inventor_of_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdleApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan", models.CharField(max_length=3000, verbose_name="how you want to exploit it")),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("answer_due", models.DateTimeField(verbose_name="to be answered by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for the unit's answer"),
                            ("agreed", "agreed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer and reasons")),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="contracts.invention",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.inventor"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("invention", "inventor"),
                        name="one_open_application_for_an_idle_invention",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("state__in", ["open", "withdrawn"])),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ["agreed", "refused"]),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answered_application_has_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionPartEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("weight", models.PositiveIntegerField(default=1, verbose_name="weight")),
                (
                    "conversion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversionpart",
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.invention",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="place")),
                ("contribution", models.CharField(max_length=300, verbose_name="contribution")),
                ("is_main", models.BooleanField(default=False, verbose_name="main contributor")),
                ("part", models.PositiveSmallIntegerField(default=0, verbose_name="agreed part")),
                (
                    "invention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributors",
                        to="contracts.invention",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="contracts.inventor",
                    ),
                ),
            ],
            options={
                "ordering": ["invention_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invention", "inventor"), name="a_contributor_is_named_once"
                    ),
                    models.UniqueConstraint(
                        fields=("invention", "position"), name="a_place_among_contributors_is_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__lte", 10000)), name="an_agreed_part_is_of_the_whole"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InventionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=16, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title of the invention")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of result")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="department")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="project or task that it comes from"
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, max_length=2000, verbose_name="what it is and what it does"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("disclosed", "disclosed, ownership to be checked"),
                            ("returned", "returned for more particulars"),
                            ("owned", "the unit's own"),
                            ("not_ours", "no service invention of the unit"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "ownership_basis",
                    models.CharField(blank=True, max_length=500, verbose_name="basis of the ownership check"),
                ),
                (
                    "co_owners",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="co-owners and what they agreed"
                    ),
                ),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ("parts_agreed_on", models.DateField(blank=True, null=True, verbose_name="parts agreed on")),
                (
                    "parts_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="agreement on the parts"),
                ),
                (
                    "first_used_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="first exploited on"
                    ),
                ),
                ("disclosed_at", models.DateTimeField(editable=False, verbose_name="disclosed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "checked_by",
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
                    "disclosed_by",
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
                    "keeper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "parts_file",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.invention",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InventionRight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.invention",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rights.right"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invention", "right"), name="an_invention_names_a_right_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="InventionRightEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "invention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.invention",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.inventionright",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rights.right",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdleApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("plan", models.CharField(max_length=3000, verbose_name="how you want to exploit it")),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("answer_due", models.DateTimeField(verbose_name="to be answered by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for the unit's answer"),
                            ("agreed", "agreed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer and reasons")),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "answered_by",
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.idleapplication",
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.invention",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.inventor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContributorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="place")),
                ("is_main", models.BooleanField(default=False, verbose_name="main contributor")),
                ("part", models.PositiveSmallIntegerField(default=0, verbose_name="agreed part")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contributor",
                    ),
                ),
                (
                    "invention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.invention",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.inventor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InventorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("staff_number", models.CharField(max_length=30, verbose_name="staff number")),
                (
                    "head",
                    models.CharField(
                        choices=[
                            ("no", "no"),
                            ("deputy", "in another leading post"),
                            ("principal", "principal head"),
                        ],
                        default="no",
                        max_length=9,
                        verbose_name="heads a unit",
                    ),
                ),
                (
                    "id_kind",
                    models.CharField(
                        default="居民身份证", max_length=30, verbose_name="kind of identity paper"
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "left_note",
                    models.CharField(blank=True, max_length=200, verbose_name="how he is reached since"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.inventor",
                    ),
                ),
                (
                    "user",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("part", models.PositiveSmallIntegerField()),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contributor",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part_lines",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "ordering": ["distribution_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="reward")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "to be paid"),
                            ("held", "kept for him"),
                            ("paid", "paid"),
                            ("recorded", "recorded as equity"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("pay_on", models.DateField(blank=True, null=True, verbose_name="day of payment")),
                ("salary", models.BigIntegerField(blank=True, null=True, verbose_name="salary of a month")),
                ("social", models.BigIntegerField(default=0, verbose_name="social insurance of a month")),
                (
                    "additional",
                    models.BigIntegerField(default=0, verbose_name="additional deductions of a month"),
                ),
                ("other", models.BigIntegerField(default=0, verbose_name="other deductions of a month")),
                (
                    "halved",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "counted by half"),
                            ("no", "counted whole"),
                            ("unknown", "not known, counted whole"),
                        ],
                        max_length=7,
                    ),
                ),
                ("counted", models.BigIntegerField(blank=True, null=True, verbose_name="counted as salary")),
                (
                    "withheld",
                    models.BigIntegerField(blank=True, null=True, verbose_name="withheld in the month"),
                ),
                (
                    "added",
                    models.BigIntegerField(blank=True, null=True, verbose_name="tax due to the reward"),
                ),
                (
                    "voucher",
                    models.CharField(blank=True, max_length=80, verbose_name="voucher of the payment"),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewards",
                        to="contracts.distribution",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewards",
                        to="contracts.inventor",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["distribution_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("distribution", "inventor"), name="a_person_has_one_reward_in_a_plan"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="a_reward_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_reward_is_kept_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(
                                ("counted__isnull", False),
                                ("pay_on__isnull", False),
                                ("withheld__isnull", False),
                                models.Q(("voucher", ""), _negated=True),
                                models.Q(("halved", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_paid_reward_has_its_tax_and_voucher",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "to be paid"),
                            ("held", "kept for him"),
                            ("paid", "paid"),
                            ("recorded", "recorded as equity"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("pay_on", models.DateField(blank=True, null=True, verbose_name="day of payment")),
                (
                    "halved",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "counted by half"),
                            ("no", "counted whole"),
                            ("unknown", "not known, counted whole"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "voucher",
                    models.CharField(blank=True, max_length=80, verbose_name="voucher of the payment"),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "distribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distribution",
                    ),
                ),
                (
                    "inventor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.inventor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.reward",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
            name="ShareLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("recipient", models.CharField(max_length=40)),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="contracts.distribution",
                    ),
                ),
            ],
            options={
                "ordering": ["distribution_id", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="nobody_owes_in_a_plan"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "paper drafted"),
                            ("posted", "posted"),
                            ("closed", "ended without an upheld objection"),
                            ("upset", "ended by an upheld objection"),
                            ("dropped", "dropped before it was posted"),
                        ],
                        max_length=7,
                    ),
                ),
                ("content", models.JSONField()),
                ("version_code", models.CharField(max_length=20, verbose_name="version code")),
                ("contact", models.CharField(max_length=200, verbose_name="contact for objections")),
                ("length", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=12)),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=80, verbose_name="document number"),
                ),
                ("drafted_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True, verbose_name="posted")),
                ("last_day", models.DateField(null=True, verbose_name="last day")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="ends")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "conversion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="contracts.distribution",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stamped",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "posted")),
                        fields=["ends_at"],
                        name="share_notices_that_end",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("distribution__isnull", True), ("state__in", ("drafted", "posted", "closed"))
                        ),
                        fields=("conversion",),
                        name="one_standing_notice_of_a_price",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("distribution__isnull", False), ("state__in", ("drafted", "posted", "closed"))
                        ),
                        fields=("distribution",),
                        name="one_standing_notice_of_rewards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["drafted", "dropped"]),
                            models.Q(
                                ("ends_at__isnull", False),
                                ("last_day__isnull", False),
                                ("posted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_posted_share_notice_has_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_at__gte", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="a_share_notice_stands_to_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareNoticeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "paper drafted"),
                            ("posted", "posted"),
                            ("closed", "ended without an upheld objection"),
                            ("upset", "ended by an upheld objection"),
                            ("dropped", "dropped before it was posted"),
                        ],
                        max_length=7,
                    ),
                ),
                ("version_code", models.CharField(max_length=20, verbose_name="version code")),
                ("contact", models.CharField(max_length=200, verbose_name="contact for objections")),
                ("length", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=12)),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=80, verbose_name="document number"),
                ),
                ("drafted_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True, verbose_name="posted")),
                ("last_day", models.DateField(null=True, verbose_name="last day")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="ends")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "conversion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.distribution",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="contracts.sharenotice",
                    ),
                ),
                (
                    "posted_by",
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
                    "stamped",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShareNoticeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="contracts.sharenotice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShareNoticeFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.sharenotice",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.sharenoticefile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShareObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("text", models.CharField(max_length=3000, verbose_name="what is wrong, and what proves it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not ruled on yet"),
                            ("dismissed", "dismissed"),
                            ("upheld", "upheld"),
                        ],
                        max_length=9,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="ruling and reasons")),
                ("ruled_at", models.DateTimeField(null=True, verbose_name="ruled")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="contracts.sharenotice",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("notice", "filed_by"),
                        name="one_open_objection_a_person_to_a_share_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("ruled_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("ruled_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_ruling_in_a_unit_has_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareObjectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not ruled on yet"),
                            ("dismissed", "dismissed"),
                            ("upheld", "upheld"),
                        ],
                        max_length=9,
                    ),
                ),
                ("ruled_at", models.DateTimeField(null=True, verbose_name="ruled")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "filed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.sharenotice",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.shareobjection",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
            name="ConversionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=16, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("transfer", "Transfer"),
                            ("licence", "Licence"),
                            ("equity", "Contribution as equity"),
                            ("own_use", "Own exploitation"),
                            ("joint_use", "Joint exploitation"),
                        ],
                        max_length=10,
                        verbose_name="way of conversion",
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[
                            ("agreement", "By agreement"),
                            ("listing", "By listing"),
                            ("auction", "By auction or bidding"),
                        ],
                        max_length=10,
                        verbose_name="how the price came about",
                    ),
                ),
                ("price", models.BigIntegerField(verbose_name="price")),
                ("price_basis", models.CharField(max_length=500, verbose_name="what the price rests on")),
                ("partner", models.CharField(max_length=120, verbose_name="who takes it")),
                (
                    "appraisal",
                    models.CharField(max_length=300, verbose_name="appraisal, or why there is none"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "way and price proposed"),
                            ("decided", "decided"),
                            ("noticed", "price on public notice"),
                            ("cleared", "ready for the contract"),
                            ("running", "under way"),
                            ("closed", "closed and filed"),
                            ("stopped", "stopped"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
                ),
                (
                    "decided_by_body",
                    models.CharField(blank=True, max_length=120, verbose_name="which body decided"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=120, verbose_name="number of the minutes"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
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
                    "decision_file",
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
                    "keeper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.conversion",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.unitrule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("over", models.BigIntegerField(verbose_name="above")),
                ("position", models.PositiveSmallIntegerField()),
                ("recipient", models.CharField(max_length=40, verbose_name="recipient")),
                ("share", models.PositiveSmallIntegerField(verbose_name="share")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="contracts.unitrule",
                    ),
                ),
            ],
            options={
                "ordering": ["rule_id", "over", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "over", "recipient"), name="a_recipient_has_one_share_in_a_tier"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over__gte", 0), ("share__lte", 10000)),
                        name="a_share_of_income_is_a_part_of_the_whole",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="invention",
            name="rights",
            field=models.ManyToManyField(
                related_name="service_inventions",
                through="contracts.InventionRight",
                to="rights.right",
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="inventions",
            field=models.ManyToManyField(
                related_name="conversions",
                through="contracts.ConversionPart",
                to="contracts.invention",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distribution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributionevent" ("base", "changed_at", "conversion_id", "costs", "evidence", "filed_on", "filing_number", "floor_id", "id", "kept_apart", "made_at", "made_by_id", "net", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "revision", "share_basis", "state", "team", "team_share", "year") SELECT new_values."base", new_values."changed_at", new_values."conversion_id", new_values."costs", new_values."evidence", new_values."filed_on", new_values."filing_number", new_values."floor_id", new_values."id", new_values."kept_apart", new_values."made_at", new_values."made_by_id", new_values."net", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."received", new_values."revision", new_values."share_basis", new_values."state", new_values."team", new_values."team_share", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4b736ebb9df6f16031a9964b25a0b0969eaf1955",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a6490",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_distribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distribution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributionevent" ("base", "changed_at", "conversion_id", "costs", "evidence", "filed_on", "filing_number", "floor_id", "id", "kept_apart", "made_at", "made_by_id", "net", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "revision", "share_basis", "state", "team", "team_share", "year") SELECT new_values."base", new_values."changed_at", new_values."conversion_id", new_values."costs", new_values."evidence", new_values."filed_on", new_values."filing_number", new_values."floor_id", new_values."id", new_values."kept_apart", new_values."made_at", new_values."made_by_id", new_values."net", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."received", new_values."revision", new_values."share_basis", new_values."state", new_values."team", new_values."team_share", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="adada9e6cef4158f436e26936c014fdfe00e369e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55e35",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_distribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distribution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributionevent" ("base", "changed_at", "conversion_id", "costs", "evidence", "filed_on", "filing_number", "floor_id", "id", "kept_apart", "made_at", "made_by_id", "net", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "revision", "share_basis", "state", "team", "team_share", "year") SELECT old_values."base", old_values."changed_at", old_values."conversion_id", old_values."costs", old_values."evidence", old_values."filed_on", old_values."filing_number", old_values."floor_id", old_values."id", old_values."kept_apart", old_values."made_at", old_values."made_by_id", old_values."net", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."received", old_values."revision", old_values."share_basis", old_values."state", old_values."team", old_values."team_share", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="fc93acbb18c6263f46e863c8d754f2a1d9d8a649",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_73753",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_distribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedreceiptevent" ("amount", "conversion_id", "distribution_id", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "received_on", "released") SELECT new_values."amount", new_values."conversion_id", new_values."distribution_id", new_values."id", new_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."receipt", new_values."received_on", new_values."released" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="db237228e21c8997d4644c46d66b11144899cd53",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9aa9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_distributedreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedreceiptevent" ("amount", "conversion_id", "distribution_id", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "received_on", "released") SELECT new_values."amount", new_values."conversion_id", new_values."distribution_id", new_values."id", new_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."receipt", new_values."received_on", new_values."released" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="77bffd701a59668f3fb740908d560379ba5e9b4c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bbd0d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_distributedreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedreceiptevent" ("amount", "conversion_id", "distribution_id", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "received_on", "released") SELECT old_values."amount", old_values."conversion_id", old_values."distribution_id", old_values."id", old_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."receipt", old_values."received_on", old_values."released" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d21b26b3605b9acbc8fae4debdde272eaa1264d2",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_afe9e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_distributedreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedcost",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedcostevent" ("cost_id", "distribution_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released") SELECT new_values."cost_id", new_values."distribution_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."released" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1bfad54215c83a5c3ce7f0eb50791816681ccff4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40207",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_distributedcost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedcost",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedcostevent" ("cost_id", "distribution_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released") SELECT new_values."cost_id", new_values."distribution_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."released" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="298f88eeb63947e10703917f45be42cf73286282",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2bdad",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_distributedcost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distributedcost",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_distributedcostevent" ("cost_id", "distribution_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released") SELECT old_values."cost_id", old_values."distribution_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."released" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="50ceb16a92c7bd8cf981c75056ab414e5cee4b23",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_05fdc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_distributedcost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionpart",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionpartevent" ("conversion_id", "id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "weight") SELECT new_values."conversion_id", new_values."id", new_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."position", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b23f7ea0aa7152b8d3e6f811b9e5d5666b65d527",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_af4ae",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_conversionpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionpart",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionpartevent" ("conversion_id", "id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "weight") SELECT new_values."conversion_id", new_values."id", new_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."position", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6d65b4d870169e7d8d581a04266f1063a4967962",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c49b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_conversionpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionpart",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionpartevent" ("conversion_id", "id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "weight") SELECT old_values."conversion_id", old_values."id", old_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."position", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e27b5fa299c12fc498217127617573edd38c862b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1e3b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_conversionpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventionright",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionrightevent" ("id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT new_values."id", new_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."right_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f9d64ef490176cb650fb6faaf7e8992f9e191c8d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6072d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_inventionright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventionright",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionrightevent" ("id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT new_values."id", new_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."right_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2e6fa5ce345259283c7c3ad3e617a0c589cfc97a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9145",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_inventionright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventionright",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionrightevent" ("id", "invention_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT old_values."id", old_values."invention_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."right_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c5dacfd4ad1791f827c7575f22b098383352aa74",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4e557",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_inventionright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionevent" ("checked_at", "checked_by_id", "co_owners", "completed_on", "department", "disclosed_at", "disclosed_by_id", "first_used_on", "id", "keeper_id", "kind", "number", "ownership_basis", "parts_agreed_on", "parts_basis", "parts_file_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "source", "state", "summary", "technology_id", "title") SELECT new_values."checked_at", new_values."checked_by_id", new_values."co_owners", new_values."completed_on", new_values."department", new_values."disclosed_at", new_values."disclosed_by_id", new_values."first_used_on", new_values."id", new_values."keeper_id", new_values."kind", new_values."number", new_values."ownership_basis", new_values."parts_agreed_on", new_values."parts_basis", new_values."parts_file_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."revision", new_values."source", new_values."state", new_values."summary", new_values."technology_id", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="196a7c6f9a78bee7ff4b5b60774e4f98f0d84966",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_06784",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_invention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionevent" ("checked_at", "checked_by_id", "co_owners", "completed_on", "department", "disclosed_at", "disclosed_by_id", "first_used_on", "id", "keeper_id", "kind", "number", "ownership_basis", "parts_agreed_on", "parts_basis", "parts_file_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "source", "state", "summary", "technology_id", "title") SELECT new_values."checked_at", new_values."checked_by_id", new_values."co_owners", new_values."completed_on", new_values."department", new_values."disclosed_at", new_values."disclosed_by_id", new_values."first_used_on", new_values."id", new_values."keeper_id", new_values."kind", new_values."number", new_values."ownership_basis", new_values."parts_agreed_on", new_values."parts_basis", new_values."parts_file_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."revision", new_values."source", new_values."state", new_values."summary", new_values."technology_id", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="210823f2a511b4a233d18672477911b95a79176c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aac6d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_invention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invention",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventionevent" ("checked_at", "checked_by_id", "co_owners", "completed_on", "department", "disclosed_at", "disclosed_by_id", "first_used_on", "id", "keeper_id", "kind", "number", "ownership_basis", "parts_agreed_on", "parts_basis", "parts_file_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "source", "state", "summary", "technology_id", "title") SELECT old_values."checked_at", old_values."checked_by_id", old_values."co_owners", old_values."completed_on", old_values."department", old_values."disclosed_at", old_values."disclosed_by_id", old_values."first_used_on", old_values."id", old_values."keeper_id", old_values."kind", old_values."number", old_values."ownership_basis", old_values."parts_agreed_on", old_values."parts_basis", old_values."parts_file_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."revision", old_values."source", old_values."state", old_values."summary", old_values."technology_id", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ea50a59a74f0c14ae74271afc8da4b072fd9346a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25aeb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_invention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventorevent" ("created_at", "head", "id", "id_kind", "left_note", "left_on", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "staff_number", "user_id") SELECT new_values."created_at", new_values."head", new_values."id", new_values."id_kind", new_values."left_note", new_values."left_on", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."revision", new_values."staff_number", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e9542232a72d4131affe5a66ff2a1c1d225da618",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e048f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_inventor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventorevent" ("created_at", "head", "id", "id_kind", "left_note", "left_on", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "staff_number", "user_id") SELECT new_values."created_at", new_values."head", new_values."id", new_values."id_kind", new_values."left_note", new_values."left_on", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."revision", new_values."staff_number", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."head" IS DISTINCT FROM (new_values."head") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."id_kind" IS DISTINCT FROM (new_values."id_kind") OR old_values."left_note" IS DISTINCT FROM (new_values."left_note") OR old_values."left_on" IS DISTINCT FROM (new_values."left_on") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."staff_number" IS DISTINCT FROM (new_values."staff_number") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b031d81dab282f0b57d43d0848d844c034d9a962",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2fff",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_inventor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inventor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_inventorevent" ("created_at", "head", "id", "id_kind", "left_note", "left_on", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "staff_number", "user_id") SELECT old_values."created_at", old_values."head", old_values."id", old_values."id_kind", old_values."left_note", old_values."left_on", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."revision", old_values."staff_number", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8cabba44914208bf5914e9f2e8eadfe680345816",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0139e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_inventor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="idleapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_idleapplicationevent" ("answer", "answer_due", "answered_at", "answered_by_id", "filed_at", "id", "invention_id", "inventor_id", "paper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "revision", "state") SELECT new_values."answer", new_values."answer_due", new_values."answered_at", new_values."answered_by_id", new_values."filed_at", new_values."id", new_values."invention_id", new_values."inventor_id", new_values."paper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."plan", new_values."revision", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c1b2f7d172be6c4fcf587e30454b1c8bd6ad452b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_05df1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_idleapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="idleapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_idleapplicationevent" ("answer", "answer_due", "answered_at", "answered_by_id", "filed_at", "id", "invention_id", "inventor_id", "paper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "revision", "state") SELECT new_values."answer", new_values."answer_due", new_values."answered_at", new_values."answered_by_id", new_values."filed_at", new_values."id", new_values."invention_id", new_values."inventor_id", new_values."paper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."plan", new_values."revision", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2b5f1b23d206922a8e036c9403781aff013dea86",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bf6dd",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_idleapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="idleapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_idleapplicationevent" ("answer", "answer_due", "answered_at", "answered_by_id", "filed_at", "id", "invention_id", "inventor_id", "paper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "revision", "state") SELECT old_values."answer", old_values."answer_due", old_values."answered_at", old_values."answered_by_id", old_values."filed_at", old_values."id", old_values."invention_id", old_values."inventor_id", old_values."paper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."plan", old_values."revision", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b4d95c6616774ea003fb6cf9205de3e9e103db72",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5acc2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_idleapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contributorevent" ("id", "invention_id", "inventor_id", "is_main", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."id", new_values."invention_id", new_values."inventor_id", new_values."is_main", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."position" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1765e31e706692a47e6d19b29e31147853aab113",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_126f1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_contributor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contributorevent" ("id", "invention_id", "inventor_id", "is_main", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."id", new_values."invention_id", new_values."inventor_id", new_values."is_main", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."position" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."invention_id" IS DISTINCT FROM (new_values."invention_id") OR old_values."inventor_id" IS DISTINCT FROM (new_values."inventor_id") OR old_values."is_main" IS DISTINCT FROM (new_values."is_main") OR old_values."part" IS DISTINCT FROM (new_values."part") OR old_values."position" IS DISTINCT FROM (new_values."position")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7a22fa5a7aa0760131be8e18dcc621ced7a953f1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1704",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_contributor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contributorevent" ("id", "invention_id", "inventor_id", "is_main", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT old_values."id", old_values."invention_id", old_values."inventor_id", old_values."is_main", old_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."position" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a1b67c92e3742f5cbdc93087245def3ee808af2c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ba28",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_contributor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reward",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_rewardevent" ("distribution_id", "halved", "id", "inventor_id", "pay_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "settled_at", "settled_by_id", "state", "voucher") SELECT new_values."distribution_id", new_values."halved", new_values."id", new_values."inventor_id", new_values."pay_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."revision", new_values."settled_at", new_values."settled_by_id", new_values."state", new_values."voucher" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5c8ff948d2d25fc255546d2ddc06c31eb5e513f4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_72a18",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_reward",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reward",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_rewardevent" ("distribution_id", "halved", "id", "inventor_id", "pay_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "settled_at", "settled_by_id", "state", "voucher") SELECT new_values."distribution_id", new_values."halved", new_values."id", new_values."inventor_id", new_values."pay_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."revision", new_values."settled_at", new_values."settled_by_id", new_values."state", new_values."voucher" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."distribution_id" IS DISTINCT FROM (new_values."distribution_id") OR old_values."halved" IS DISTINCT FROM (new_values."halved") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."inventor_id" IS DISTINCT FROM (new_values."inventor_id") OR old_values."pay_on" IS DISTINCT FROM (new_values."pay_on") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."settled_at" IS DISTINCT FROM (new_values."settled_at") OR old_values."settled_by_id" IS DISTINCT FROM (new_values."settled_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."voucher" IS DISTINCT FROM (new_values."voucher")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f65d94ce6d4331b3302be6be935bd2e18b5e26ea",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ce1df",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_reward",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reward",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_rewardevent" ("distribution_id", "halved", "id", "inventor_id", "pay_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision", "settled_at", "settled_by_id", "state", "voucher") SELECT old_values."distribution_id", old_values."halved", old_values."id", old_values."inventor_id", old_values."pay_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."revision", old_values."settled_at", old_values."settled_by_id", old_values."state", old_values."voucher" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6aba104790b304792f16d0e126dddba983259ccc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7304",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_reward",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticeevent" ("closed_at", "contact", "conversion_id", "distribution_id", "document_number", "drafted_at", "drafted_by_id", "ends_at", "id", "last_day", "length", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posted_at", "posted_by_id", "revision", "stamped_id", "state", "unit", "version_code") SELECT new_values."closed_at", new_values."contact", new_values."conversion_id", new_values."distribution_id", new_values."document_number", new_values."drafted_at", new_values."drafted_by_id", new_values."ends_at", new_values."id", new_values."last_day", new_values."length", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."posted_at", new_values."posted_by_id", new_values."revision", new_values."stamped_id", new_values."state", new_values."unit", new_values."version_code" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d24a95d7528bcf10426ae7a841663ccdabf0e6bd",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7fb89",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_sharenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticeevent" ("closed_at", "contact", "conversion_id", "distribution_id", "document_number", "drafted_at", "drafted_by_id", "ends_at", "id", "last_day", "length", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posted_at", "posted_by_id", "revision", "stamped_id", "state", "unit", "version_code") SELECT new_values."closed_at", new_values."contact", new_values."conversion_id", new_values."distribution_id", new_values."document_number", new_values."drafted_at", new_values."drafted_by_id", new_values."ends_at", new_values."id", new_values."last_day", new_values."length", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."posted_at", new_values."posted_by_id", new_values."revision", new_values."stamped_id", new_values."state", new_values."unit", new_values."version_code" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."contact" IS DISTINCT FROM (new_values."contact") OR old_values."conversion_id" IS DISTINCT FROM (new_values."conversion_id") OR old_values."distribution_id" IS DISTINCT FROM (new_values."distribution_id") OR old_values."document_number" IS DISTINCT FROM (new_values."document_number") OR old_values."drafted_at" IS DISTINCT FROM (new_values."drafted_at") OR old_values."drafted_by_id" IS DISTINCT FROM (new_values."drafted_by_id") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."last_day" IS DISTINCT FROM (new_values."last_day") OR old_values."length" IS DISTINCT FROM (new_values."length") OR old_values."posted_at" IS DISTINCT FROM (new_values."posted_at") OR old_values."posted_by_id" IS DISTINCT FROM (new_values."posted_by_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."stamped_id" IS DISTINCT FROM (new_values."stamped_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."unit" IS DISTINCT FROM (new_values."unit") OR old_values."version_code" IS DISTINCT FROM (new_values."version_code")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ad62cd6f6c941ebef4d0f99e3062c6c07868771e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8cfab",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_sharenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticeevent" ("closed_at", "contact", "conversion_id", "distribution_id", "document_number", "drafted_at", "drafted_by_id", "ends_at", "id", "last_day", "length", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posted_at", "posted_by_id", "revision", "stamped_id", "state", "unit", "version_code") SELECT old_values."closed_at", old_values."contact", old_values."conversion_id", old_values."distribution_id", old_values."document_number", old_values."drafted_at", old_values."drafted_by_id", old_values."ends_at", old_values."id", old_values."last_day", old_values."length", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."posted_at", old_values."posted_by_id", old_values."revision", old_values."stamped_id", old_values."state", old_values."unit", old_values."version_code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a124de5c946412b3efe8d55300dc4487150c1557",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_57df2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_sharenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenoticefile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticefileevent" ("file_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."file_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="df32c2b5ef736c090ccea099fef44703c8633d12",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_89098",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_sharenoticefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenoticefile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticefileevent" ("file_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."file_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="66e8885e3d76c96f7570c5e31986b82a15aee443",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_59215",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_sharenoticefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharenoticefile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_sharenoticefileevent" ("file_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."file_id", old_values."id", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f56830c1e580193314d0030b8b5a76a765de01ad",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_60b35",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_sharenoticefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareobjectionevent" ("filed_at", "filed_by_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "ruled_at", "ruled_by_id", "state") SELECT new_values."filed_at", new_values."filed_by_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."revision", new_values."ruled_at", new_values."ruled_by_id", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1d264c4f47b06768e4c548751f87ecf8391c744b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f83ae",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_shareobjection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareobjectionevent" ("filed_at", "filed_by_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "ruled_at", "ruled_by_id", "state") SELECT new_values."filed_at", new_values."filed_by_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."revision", new_values."ruled_at", new_values."ruled_by_id", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."filed_at" IS DISTINCT FROM (new_values."filed_at") OR old_values."filed_by_id" IS DISTINCT FROM (new_values."filed_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."notice_id" IS DISTINCT FROM (new_values."notice_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."ruled_at" IS DISTINCT FROM (new_values."ruled_at") OR old_values."ruled_by_id" IS DISTINCT FROM (new_values."ruled_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1eb7fdad7443c1cf3e23c5ea2ab0bd10a8b5a684",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40739",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_shareobjection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_shareobjectionevent" ("filed_at", "filed_by_id", "id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "ruled_at", "ruled_by_id", "state") SELECT old_values."filed_at", old_values."filed_by_id", old_values."id", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."revision", old_values."ruled_at", old_values."ruled_by_id", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c3fc0daf7606e0df4e9a6169d9f2d5e942005695",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_59e43",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_shareobjection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionevent" ("appraisal", "changed_at", "contract_id", "created_at", "created_by_id", "decided_by_body", "decided_on", "decision_file_id", "decision_number", "id", "keeper_id", "number", "partner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "price_basis", "pricing", "reason", "revision", "rule_id", "state", "title", "way") SELECT new_values."appraisal", new_values."changed_at", new_values."contract_id", new_values."created_at", new_values."created_by_id", new_values."decided_by_body", new_values."decided_on", new_values."decision_file_id", new_values."decision_number", new_values."id", new_values."keeper_id", new_values."number", new_values."partner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."price", new_values."price_basis", new_values."pricing", new_values."reason", new_values."revision", new_values."rule_id", new_values."state", new_values."title", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="81705b8dd9ceb1fd306938c8a8f728e42c88c0ca",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4696f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_conversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionevent" ("appraisal", "changed_at", "contract_id", "created_at", "created_by_id", "decided_by_body", "decided_on", "decision_file_id", "decision_number", "id", "keeper_id", "number", "partner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "price_basis", "pricing", "reason", "revision", "rule_id", "state", "title", "way") SELECT new_values."appraisal", new_values."changed_at", new_values."contract_id", new_values."created_at", new_values."created_by_id", new_values."decided_by_body", new_values."decided_on", new_values."decision_file_id", new_values."decision_number", new_values."id", new_values."keeper_id", new_values."number", new_values."partner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."price", new_values."price_basis", new_values."pricing", new_values."reason", new_values."revision", new_values."rule_id", new_values."state", new_values."title", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b70ea59bdd6ae318977e374a0fb7fd24b70537a9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_34083",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_conversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_conversionevent" ("appraisal", "changed_at", "contract_id", "created_at", "created_by_id", "decided_by_body", "decided_on", "decision_file_id", "decision_number", "id", "keeper_id", "number", "partner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "price_basis", "pricing", "reason", "revision", "rule_id", "state", "title", "way") SELECT old_values."appraisal", old_values."changed_at", old_values."contract_id", old_values."created_at", old_values."created_by_id", old_values."decided_by_body", old_values."decided_on", old_values."decision_file_id", old_values."decision_number", old_values."id", old_values."keeper_id", old_values."number", old_values."partner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."price", old_values."price_basis", old_values."pricing", old_values."reason", old_values."revision", old_values."rule_id", old_values."state", old_values."title", old_values."way" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c479fb6bd1cd38b9f74040b61360e28f7bbe159f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a199",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_conversion",
                    when="AFTER",
                ),
            ),
        ),
        append_only("contracts_distributedreceiptevent"),
        append_only("contracts_distributedcostevent"),
        append_only("contracts_distributionevent"),
        append_only("contracts_conversionpartevent"),
        append_only("contracts_inventionevent"),
        append_only("contracts_inventionrightevent"),
        append_only("contracts_idleapplicationevent"),
        append_only("contracts_contributorevent"),
        append_only("contracts_inventorevent"),
        append_only("contracts_rewardevent"),
        append_only("contracts_sharenoticeevent"),
        append_only("contracts_sharenoticefileevent"),
        append_only("contracts_shareobjectionevent"),
        append_only("contracts_conversionevent"),
        append_only("contracts_unitrule"),
        append_only("contracts_unitshare"),
        append_only("contracts_cost"),
        append_only("contracts_shareline"),
        append_only("contracts_partline"),
        # Who gets how much is the unit's own and the person's: the reader role does not see it.
        migrations.RunSQL(
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{reader}') THEN"
            " REVOKE ALL ON contracts_inventor, contracts_inventorevent, contracts_contributor, contracts_contributorevent, contracts_partline, contracts_reward, contracts_rewardevent, contracts_sharenotice, contracts_sharenoticeevent, contracts_shareobjection, contracts_shareobjectionevent FROM {reader}; END IF; END $$;".format(
                **ROLE_NAMES
            ),
            migrations.RunSQL.noop,
        ),
    ]
