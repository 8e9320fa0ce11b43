"""Contracts, their parties, rights and milestones."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from qinglan.kernel.database.append_only import append_only


class Migration(migrations.Migration):
    """Contracts, their parties, rights and milestones."""

    initial = True

    dependencies = [
        ("auctions", "0007_bidder_nonces"),
        ("market", "0008_english"),
        ("parties", "0008_personal_data"),
        ("rights", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=16, unique=True, verbose_name="number of the contract"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("development", "Technology development"),
                            ("transfer", "Technology transfer"),
                            ("licence", "Technology licence"),
                            ("consulting", "Technical consulting"),
                            ("service", "Technical service"),
                        ],
                        max_length=12,
                        verbose_name="kind of contract",
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="sub-kind")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="whole price")),
                (
                    "payment_mode",
                    models.CharField(
                        choices=[
                            ("once", "In one payment"),
                            ("instalments", "In instalments"),
                            ("royalty", "Royalty"),
                            ("entry_and_royalty", "Entry fee and royalty"),
                            ("other", "Otherwise"),
                        ],
                        default="once",
                        max_length=18,
                        verbose_name="way of payment",
                    ),
                ),
                (
                    "pricing_way",
                    models.CharField(
                        choices=[
                            ("agreed", "By agreement"),
                            ("listing", "By listing"),
                            ("auction", "By auction or bidding"),
                            ("tender", "By tender or selection"),
                        ],
                        default="agreed",
                        max_length=8,
                        verbose_name="how the price came about",
                    ),
                ),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="begins on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("sign_place", models.CharField(blank=True, max_length=100, verbose_name="place of signing")),
                (
                    "is_related",
                    models.BooleanField(blank=True, null=True, verbose_name="between related parties"),
                ),
                (
                    "related_note",
                    models.CharField(blank=True, max_length=300, verbose_name="how they are related"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signing", "To be signed"),
                            ("in_force", "In force"),
                            ("completed", "Completed"),
                            ("terminated", "Terminated"),
                            ("abandoned", "Not concluded"),
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
                    "signed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="signed on"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
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
                    "hand_over",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="market.handover",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_contracts",
                        to="parties.organisation",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="market.need",
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="auctions.lotresult",
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="market.technology",
                    ),
                ),
            ],
            options={
                "verbose_name": "contract",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "-changed_at"], name="contracts_by_state"),
                    models.Index(fields=["keeper", "-changed_at"], name="contracts_of_a_keeper"),
                    models.Index(fields=["-changed_at", "-id"], name="contracts_by_last_change"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
                        name="a_price_is_above_nought",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("begins_on")),
                            _connector="OR",
                        ),
                        name="a_contract_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_on__isnull", False),
                                ("state__in", ["completed", "in_force", "terminated"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["completed", "in_force", "terminated"]), _negated=True
                                ),
                                ("signed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_contract_in_force_was_signed_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["terminated", "abandoned"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_contract_that_ended_early_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hand_over__isnull", True), ("result__isnull", True), _connector="OR"
                        ),
                        name="a_contract_has_one_origin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "number",
                    models.CharField(editable=False, max_length=16, verbose_name="number of the contract"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("development", "Technology development"),
                            ("transfer", "Technology transfer"),
                            ("licence", "Technology licence"),
                            ("consulting", "Technical consulting"),
                            ("service", "Technical service"),
                        ],
                        max_length=12,
                        verbose_name="kind of contract",
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="sub-kind")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="whole price")),
                (
                    "payment_mode",
                    models.CharField(
                        choices=[
                            ("once", "In one payment"),
                            ("instalments", "In instalments"),
                            ("royalty", "Royalty"),
                            ("entry_and_royalty", "Entry fee and royalty"),
                            ("other", "Otherwise"),
                        ],
                        default="once",
                        max_length=18,
                        verbose_name="way of payment",
                    ),
                ),
                (
                    "pricing_way",
                    models.CharField(
                        choices=[
                            ("agreed", "By agreement"),
                            ("listing", "By listing"),
                            ("auction", "By auction or bidding"),
                            ("tender", "By tender or selection"),
                        ],
                        default="agreed",
                        max_length=8,
                        verbose_name="how the price came about",
                    ),
                ),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="begins on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("sign_place", models.CharField(blank=True, max_length=100, verbose_name="place of signing")),
                (
                    "is_related",
                    models.BooleanField(blank=True, null=True, verbose_name="between related parties"),
                ),
                (
                    "related_note",
                    models.CharField(blank=True, max_length=300, verbose_name="how they are related"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signing", "To be signed"),
                            ("in_force", "In force"),
                            ("completed", "Completed"),
                            ("terminated", "Terminated"),
                            ("abandoned", "Not concluded"),
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
                    "signed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="signed on"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
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
                    "hand_over",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="market.handover",
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
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="market.need",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="auctions.lotresult",
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
            name="ContractParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("seller", "Provider"), ("buyer", "Buyer")],
                        max_length=6,
                        verbose_name="side",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "code",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "country",
                    models.CharField(default="中国", max_length=60, verbose_name="country or region"),
                ),
                ("territory", models.CharField(blank=True, max_length=6, verbose_name="territory")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                ("agent", models.CharField(blank=True, max_length=60, verbose_name="who handles it")),
                ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("bank_name", models.CharField(blank=True, max_length=120, verbose_name="bank")),
                ("bank_account", models.CharField(blank=True, max_length=40, verbose_name="account number")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="contracts.contract",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract_parties",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-side", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "side", "position"),
                        name="a_place_among_the_parties_is_taken_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("contract", "organisation"),
                        name="an_organisation_is_party_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="parties_are_counted_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractPartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("seller", "Provider"), ("buyer", "Buyer")],
                        max_length=6,
                        verbose_name="side",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "code",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "country",
                    models.CharField(default="中国", max_length=60, verbose_name="country or region"),
                ),
                ("territory", models.CharField(blank=True, max_length=6, verbose_name="territory")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                ("agent", models.CharField(blank=True, max_length=60, verbose_name="who handles it")),
                ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("bank_name", models.CharField(blank=True, max_length=120, verbose_name="bank")),
                ("bank_account", models.CharField(blank=True, max_length=40, verbose_name="account number")),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "organisation",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contractparty",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractRight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
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
                        fields=("contract", "right"), name="a_contract_names_a_right_once"
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="contract",
            name="rights",
            field=models.ManyToManyField(
                related_name="contracts", through="contracts.ContractRight", to="rights.right"
            ),
        ),
        migrations.CreateModel(
            name="ContractRightEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contractright",
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
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "deliverable",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="what is delivered, and how it is accepted"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("amount", models.BigIntegerField(default=0, verbose_name="payment")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Under way"),
                            ("delivered", "Delivered, to be accepted"),
                            ("accepted", "Accepted"),
                            ("refused", "Acceptance refused"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="accepted on")),
                (
                    "result",
                    models.CharField(blank=True, max_length=1000, verbose_name="result of the acceptance"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_on"],
                        name="milestones_that_are_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="milestones_count_up"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="a_milestone_pays_nought_or_more"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_on__isnull", False), ("state", "accepted")),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True), ("accepted_on__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="what_was_accepted_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MilestoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "deliverable",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="what is delivered, and how it is accepted"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("amount", models.BigIntegerField(default=0, verbose_name="payment")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Under way"),
                            ("delivered", "Delivered, to be accepted"),
                            ("accepted", "Accepted"),
                            ("refused", "Acceptance refused"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="accepted on")),
                (
                    "result",
                    models.CharField(blank=True, max_length=1000, verbose_name="result of the acceptance"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.milestone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractpartyevent" ("address", "agent", "bank_account", "bank_name", "code", "contract_id", "country", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "representative", "side", "telephone", "territory") SELECT new_values."address", new_values."agent", new_values."bank_account", new_values."bank_name", new_values."code", new_values."contract_id", new_values."country", new_values."id", new_values."name", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."position", new_values."representative", new_values."side", new_values."telephone", new_values."territory" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="378c7689558031963087a7f6921b4b2b8260ec52",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_94a0e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_contractparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractpartyevent" ("address", "agent", "bank_account", "bank_name", "code", "contract_id", "country", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "representative", "side", "telephone", "territory") SELECT new_values."address", new_values."agent", new_values."bank_account", new_values."bank_name", new_values."code", new_values."contract_id", new_values."country", new_values."id", new_values."name", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."position", new_values."representative", new_values."side", new_values."telephone", new_values."territory" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="95c517512404e22b04d9787f8d884dd2dd49dcbb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_deef1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_contractparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractpartyevent" ("address", "agent", "bank_account", "bank_name", "code", "contract_id", "country", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "representative", "side", "telephone", "territory") SELECT old_values."address", old_values."agent", old_values."bank_account", old_values."bank_name", old_values."code", old_values."contract_id", old_values."country", old_values."id", old_values."name", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."position", old_values."representative", old_values."side", old_values."telephone", old_values."territory" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="feab8b14590fb3858f4df3084b433fba53627fd8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a5ceb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_contractparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractright",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractrightevent" ("contract_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT new_values."contract_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."right_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="444e08357457187aeb0e1f1a27ba04cd699c7c20",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ae93",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_contractright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractright",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractrightevent" ("contract_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT new_values."contract_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."right_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7b4d9fd3fe5dd759094092afe0d1557bd1d33e73",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c72c0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_contractright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractright",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractrightevent" ("contract_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id") SELECT old_values."contract_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."right_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6c6f18bf3ff2025604ce01571fbcc73daba63920",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04774",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_contractright",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("amount", "begins_on", "changed_at", "created_at", "created_by_id", "ends_on", "form", "hand_over_id", "id", "is_related", "keeper_id", "kind", "need_id", "number", "payment_mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_way", "reason", "related_note", "result_id", "revision", "sign_place", "signed_on", "state", "technology_id", "title") SELECT new_values."amount", new_values."begins_on", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."ends_on", new_values."form", new_values."hand_over_id", new_values."id", new_values."is_related", new_values."keeper_id", new_values."kind", new_values."need_id", new_values."number", new_values."payment_mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."pricing_way", new_values."reason", new_values."related_note", new_values."result_id", new_values."revision", new_values."sign_place", new_values."signed_on", new_values."state", new_values."technology_id", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="87215e536e36348db017ae5e70d28c71be41b9f3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5fe2a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("amount", "begins_on", "changed_at", "created_at", "created_by_id", "ends_on", "form", "hand_over_id", "id", "is_related", "keeper_id", "kind", "need_id", "number", "payment_mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_way", "reason", "related_note", "result_id", "revision", "sign_place", "signed_on", "state", "technology_id", "title") SELECT new_values."amount", new_values."begins_on", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."ends_on", new_values."form", new_values."hand_over_id", new_values."id", new_values."is_related", new_values."keeper_id", new_values."kind", new_values."need_id", new_values."number", new_values."payment_mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."pricing_way", new_values."reason", new_values."related_note", new_values."result_id", new_values."revision", new_values."sign_place", new_values."signed_on", new_values."state", new_values."technology_id", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9a9ca1cb1bad92097fe7595795067d930d60194c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3acc9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("amount", "begins_on", "changed_at", "created_at", "created_by_id", "ends_on", "form", "hand_over_id", "id", "is_related", "keeper_id", "kind", "need_id", "number", "payment_mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_way", "reason", "related_note", "result_id", "revision", "sign_place", "signed_on", "state", "technology_id", "title") SELECT old_values."amount", old_values."begins_on", old_values."changed_at", old_values."created_at", old_values."created_by_id", old_values."ends_on", old_values."form", old_values."hand_over_id", old_values."id", old_values."is_related", old_values."keeper_id", old_values."kind", old_values."need_id", old_values."number", old_values."payment_mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."pricing_way", old_values."reason", old_values."related_note", old_values."result_id", old_values."revision", old_values."sign_place", old_values."signed_on", old_values."state", old_values."technology_id", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="91bca06ed895947ae78d7f509718365dabd9d774",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ed57",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_milestoneevent" ("accepted_on", "amount", "contract_id", "deliverable", "delivered_on", "due_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "revision", "state", "title") SELECT new_values."accepted_on", new_values."amount", new_values."contract_id", new_values."deliverable", new_values."delivered_on", new_values."due_on", new_values."id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."result", new_values."revision", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6d28b79ebd8371b679c31b5a7f51a448580d640d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_17c78",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_milestoneevent" ("accepted_on", "amount", "contract_id", "deliverable", "delivered_on", "due_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "revision", "state", "title") SELECT new_values."accepted_on", new_values."amount", new_values."contract_id", new_values."deliverable", new_values."delivered_on", new_values."due_on", new_values."id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."result", new_values."revision", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e8cc8e18ff4d6068e4d56124c5f161eca6d3053e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7805e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_milestoneevent" ("accepted_on", "amount", "contract_id", "deliverable", "delivered_on", "due_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "revision", "state", "title") SELECT old_values."accepted_on", old_values."amount", old_values."contract_id", old_values."deliverable", old_values."delivered_on", old_values."due_on", old_values."id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."result", old_values."revision", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c2c23ad6a3b9880a70b83c8fe9b970ee44c25446",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df7ca",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_milestone",
                    when="AFTER",
                ),
            ),
        ),
        append_only("contracts_contractevent"),
        append_only("contracts_contractpartyevent"),
        append_only("contracts_contractrightevent"),
        append_only("contracts_milestoneevent"),
    ]
