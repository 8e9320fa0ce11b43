"""English texts of listings, how far partners abroad are admitted, the class of technology export."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns and what must hold of them."""

    dependencies = [
        ("codes", "0003_history"),
        ("market", "0007_figures"),
        ("parties", "0008_personal_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="need",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="need",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="need",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="technology",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="technology",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="technology",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="need",
            name="abroad",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "Partners in the country only"),
                    ("partners", "Partners abroad too, for use in the country"),
                    ("use", "Partners abroad too, for use abroad as well"),
                ],
                max_length=10,
                verbose_name="partners abroad",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="description_en",
            field=models.TextField(blank=True, max_length=20000, verbose_name="description in English"),
        ),
        migrations.AddField(
            model_name="need",
            name="problem_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="what problem, in English"),
        ),
        migrations.AddField(
            model_name="needevent",
            name="abroad",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "Partners in the country only"),
                    ("partners", "Partners abroad too, for use in the country"),
                    ("use", "Partners abroad too, for use abroad as well"),
                ],
                max_length=10,
                verbose_name="partners abroad",
            ),
        ),
        migrations.AddField(
            model_name="needevent",
            name="description_en",
            field=models.TextField(blank=True, max_length=20000, verbose_name="description in English"),
        ),
        migrations.AddField(
            model_name="needevent",
            name="problem_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="what problem, in English"),
        ),
        migrations.AddField(
            model_name="technology",
            name="abroad",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "Partners in the country only"),
                    ("partners", "Partners abroad too, for use in the country"),
                    ("use", "Partners abroad too, for use abroad as well"),
                ],
                max_length=10,
                verbose_name="partners abroad",
            ),
        ),
        migrations.AddField(
            model_name="technology",
            name="advantage_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="advantage, in English"),
        ),
        migrations.AddField(
            model_name="technology",
            name="description_en",
            field=models.TextField(blank=True, max_length=20000, verbose_name="description in English"),
        ),
        migrations.AddField(
            model_name="technology",
            name="effect_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="effect, in English"),
        ),
        migrations.AddField(
            model_name="technology",
            name="export_basis",
            field=models.CharField(blank=True, max_length=300, verbose_name="basis of the class"),
        ),
        migrations.AddField(
            model_name="technology",
            name="export_class",
            field=models.CharField(
                blank=True,
                choices=[
                    ("free", "Free to export (the contract is registered)"),
                    ("restricted", "Restricted: only with a licence"),
                    ("prohibited", "Prohibited from export"),
                ],
                max_length=12,
                verbose_name="class of technology export",
            ),
        ),
        migrations.AddField(
            model_name="technology",
            name="problem_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="what problem, in English"),
        ),
        migrations.AddField(
            model_name="technology",
            name="scope_en",
            field=models.TextField(blank=True, max_length=4000, verbose_name="scope of use, in English"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="abroad",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "Partners in the country only"),
                    ("partners", "Partners abroad too, for use in the country"),
                    ("use", "Partners abroad too, for use abroad as well"),
                ],
                max_length=10,
                verbose_name="partners abroad",
            ),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="advantage_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="advantage, in English"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="description_en",
            field=models.TextField(blank=True, max_length=20000, verbose_name="description in English"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="effect_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="effect, in English"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="export_basis",
            field=models.CharField(blank=True, max_length=300, verbose_name="basis of the class"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="export_class",
            field=models.CharField(
                blank=True,
                choices=[
                    ("free", "Free to export (the contract is registered)"),
                    ("restricted", "Restricted: only with a licence"),
                    ("prohibited", "Prohibited from export"),
                ],
                max_length=12,
                verbose_name="class of technology export",
            ),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="problem_en",
            field=models.TextField(blank=True, max_length=6000, verbose_name="what problem, in English"),
        ),
        migrations.AddField(
            model_name="technologyevent",
            name="scope_en",
            field=models.TextField(blank=True, max_length=4000, verbose_name="scope of use, in English"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_needevent" ("abroad", "alias", "alias_en", "broker_id", "budget_max", "budget_min", "budget_source", "changed_at", "confirmed_on", "created_at", "created_by_id", "deadline", "description", "description_en", "external_id", "id", "ip_arrangement", "ip_note", "is_anonymous", "kind", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "published_at", "revises_id", "revision", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl_wanted", "valid_until") SELECT new_values."abroad", new_values."alias", new_values."alias_en", new_values."broker_id", new_values."budget_max", new_values."budget_min", new_values."budget_source", new_values."changed_at", new_values."confirmed_on", new_values."created_at", new_values."created_by_id", new_values."deadline", new_values."description", new_values."description_en", new_values."external_id", new_values."id", new_values."ip_arrangement", new_values."ip_note", new_values."is_anonymous", new_values."kind", new_values."languages", new_values."modes", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."problem", new_values."problem_en", new_values."published_at", new_values."revises_id", new_values."revision", new_values."secrecy_basis", new_values."secrecy_on", new_values."source", new_values."state", new_values."summary", new_values."summary_en", new_values."territory_id", new_values."title", new_values."title_en", new_values."trl_wanted", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="227307b9481dec9f4deb5a406812e782ef5d080f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5157d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="market_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_needevent" ("abroad", "alias", "alias_en", "broker_id", "budget_max", "budget_min", "budget_source", "changed_at", "confirmed_on", "created_at", "created_by_id", "deadline", "description", "description_en", "external_id", "id", "ip_arrangement", "ip_note", "is_anonymous", "kind", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "published_at", "revises_id", "revision", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl_wanted", "valid_until") SELECT new_values."abroad", new_values."alias", new_values."alias_en", new_values."broker_id", new_values."budget_max", new_values."budget_min", new_values."budget_source", new_values."changed_at", new_values."confirmed_on", new_values."created_at", new_values."created_by_id", new_values."deadline", new_values."description", new_values."description_en", new_values."external_id", new_values."id", new_values."ip_arrangement", new_values."ip_note", new_values."is_anonymous", new_values."kind", new_values."languages", new_values."modes", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."problem", new_values."problem_en", new_values."published_at", new_values."revises_id", new_values."revision", new_values."secrecy_basis", new_values."secrecy_on", new_values."source", new_values."state", new_values."summary", new_values."summary_en", new_values."territory_id", new_values."title", new_values."title_en", new_values."trl_wanted", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."abroad" IS DISTINCT FROM (new_values."abroad") OR old_values."alias" IS DISTINCT FROM (new_values."alias") OR old_values."alias_en" IS DISTINCT FROM (new_values."alias_en") OR old_values."broker_id" IS DISTINCT FROM (new_values."broker_id") OR old_values."budget_max" IS DISTINCT FROM (new_values."budget_max") OR old_values."budget_min" IS DISTINCT FROM (new_values."budget_min") OR old_values."budget_source" IS DISTINCT FROM (new_values."budget_source") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."confirmed_on" IS DISTINCT FROM (new_values."confirmed_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."deadline" IS DISTINCT FROM (new_values."deadline") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."description_en" IS DISTINCT FROM (new_values."description_en") OR old_values."external_id" IS DISTINCT FROM (new_values."external_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."ip_arrangement" IS DISTINCT FROM (new_values."ip_arrangement") OR old_values."ip_note" IS DISTINCT FROM (new_values."ip_note") OR old_values."is_anonymous" IS DISTINCT FROM (new_values."is_anonymous") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."languages" IS DISTINCT FROM (new_values."languages") OR old_values."modes" IS DISTINCT FROM (new_values."modes") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."problem" IS DISTINCT FROM (new_values."problem") OR old_values."problem_en" IS DISTINCT FROM (new_values."problem_en") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."revises_id" IS DISTINCT FROM (new_values."revises_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."secrecy_basis" IS DISTINCT FROM (new_values."secrecy_basis") OR old_values."secrecy_on" IS DISTINCT FROM (new_values."secrecy_on") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."summary_en" IS DISTINCT FROM (new_values."summary_en") OR old_values."territory_id" IS DISTINCT FROM (new_values."territory_id") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."title_en" IS DISTINCT FROM (new_values."title_en") OR old_values."trl_wanted" IS DISTINCT FROM (new_values."trl_wanted") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d607bcee05480df8ad50bf7e81f0d2bcb59da493",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7bf5c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="market_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_needevent" ("abroad", "alias", "alias_en", "broker_id", "budget_max", "budget_min", "budget_source", "changed_at", "confirmed_on", "created_at", "created_by_id", "deadline", "description", "description_en", "external_id", "id", "ip_arrangement", "ip_note", "is_anonymous", "kind", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "published_at", "revises_id", "revision", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl_wanted", "valid_until") SELECT old_values."abroad", old_values."alias", old_values."alias_en", old_values."broker_id", old_values."budget_max", old_values."budget_min", old_values."budget_source", old_values."changed_at", old_values."confirmed_on", old_values."created_at", old_values."created_by_id", old_values."deadline", old_values."description", old_values."description_en", old_values."external_id", old_values."id", old_values."ip_arrangement", old_values."ip_note", old_values."is_anonymous", old_values."kind", old_values."languages", old_values."modes", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."problem", old_values."problem_en", old_values."published_at", old_values."revises_id", old_values."revision", old_values."secrecy_basis", old_values."secrecy_on", old_values."source", old_values."state", old_values."summary", old_values."summary_en", old_values."territory_id", old_values."title", old_values."title_en", old_values."trl_wanted", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="375d1631ee8edbd0f2244342162848983eba4716",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1cac3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="market_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="technology",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_technologyevent" ("abroad", "advantage", "advantage_en", "broker_id", "changed_at", "confirmed_on", "created_at", "created_by_id", "description", "description_en", "effect", "effect_en", "export_basis", "export_class", "external_id", "id", "is_service_invention", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_kind", "price_max", "price_min", "problem", "problem_en", "project_name", "project_number", "published_at", "registered_on", "registration_body", "registration_number", "revises_id", "revision", "scope", "scope_en", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl", "valid_until") SELECT new_values."abroad", new_values."advantage", new_values."advantage_en", new_values."broker_id", new_values."changed_at", new_values."confirmed_on", new_values."created_at", new_values."created_by_id", new_values."description", new_values."description_en", new_values."effect", new_values."effect_en", new_values."export_basis", new_values."export_class", new_values."external_id", new_values."id", new_values."is_service_invention", new_values."languages", new_values."modes", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."price_kind", new_values."price_max", new_values."price_min", new_values."problem", new_values."problem_en", new_values."project_name", new_values."project_number", new_values."published_at", new_values."registered_on", new_values."registration_body", new_values."registration_number", new_values."revises_id", new_values."revision", new_values."scope", new_values."scope_en", new_values."secrecy_basis", new_values."secrecy_on", new_values."source", new_values."state", new_values."summary", new_values."summary_en", new_values."territory_id", new_values."title", new_values."title_en", new_values."trl", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8806f2e7e493503027361bd50e0f6728d68d2f00",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0724a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="market_technology",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="technology",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_technologyevent" ("abroad", "advantage", "advantage_en", "broker_id", "changed_at", "confirmed_on", "created_at", "created_by_id", "description", "description_en", "effect", "effect_en", "export_basis", "export_class", "external_id", "id", "is_service_invention", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_kind", "price_max", "price_min", "problem", "problem_en", "project_name", "project_number", "published_at", "registered_on", "registration_body", "registration_number", "revises_id", "revision", "scope", "scope_en", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl", "valid_until") SELECT new_values."abroad", new_values."advantage", new_values."advantage_en", new_values."broker_id", new_values."changed_at", new_values."confirmed_on", new_values."created_at", new_values."created_by_id", new_values."description", new_values."description_en", new_values."effect", new_values."effect_en", new_values."export_basis", new_values."export_class", new_values."external_id", new_values."id", new_values."is_service_invention", new_values."languages", new_values."modes", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."price_kind", new_values."price_max", new_values."price_min", new_values."problem", new_values."problem_en", new_values."project_name", new_values."project_number", new_values."published_at", new_values."registered_on", new_values."registration_body", new_values."registration_number", new_values."revises_id", new_values."revision", new_values."scope", new_values."scope_en", new_values."secrecy_basis", new_values."secrecy_on", new_values."source", new_values."state", new_values."summary", new_values."summary_en", new_values."territory_id", new_values."title", new_values."title_en", new_values."trl", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."abroad" IS DISTINCT FROM (new_values."abroad") OR old_values."advantage" IS DISTINCT FROM (new_values."advantage") OR old_values."advantage_en" IS DISTINCT FROM (new_values."advantage_en") OR old_values."broker_id" IS DISTINCT FROM (new_values."broker_id") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."confirmed_on" IS DISTINCT FROM (new_values."confirmed_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."description_en" IS DISTINCT FROM (new_values."description_en") OR old_values."effect" IS DISTINCT FROM (new_values."effect") OR old_values."effect_en" IS DISTINCT FROM (new_values."effect_en") OR old_values."export_basis" IS DISTINCT FROM (new_values."export_basis") OR old_values."export_class" IS DISTINCT FROM (new_values."export_class") OR old_values."external_id" IS DISTINCT FROM (new_values."external_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_service_invention" IS DISTINCT FROM (new_values."is_service_invention") OR old_values."languages" IS DISTINCT FROM (new_values."languages") OR old_values."modes" IS DISTINCT FROM (new_values."modes") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."price_kind" IS DISTINCT FROM (new_values."price_kind") OR old_values."price_max" IS DISTINCT FROM (new_values."price_max") OR old_values."price_min" IS DISTINCT FROM (new_values."price_min") OR old_values."problem" IS DISTINCT FROM (new_values."problem") OR old_values."problem_en" IS DISTINCT FROM (new_values."problem_en") OR old_values."project_name" IS DISTINCT FROM (new_values."project_name") OR old_values."project_number" IS DISTINCT FROM (new_values."project_number") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."registered_on" IS DISTINCT FROM (new_values."registered_on") OR old_values."registration_body" IS DISTINCT FROM (new_values."registration_body") OR old_values."registration_number" IS DISTINCT FROM (new_values."registration_number") OR old_values."revises_id" IS DISTINCT FROM (new_values."revises_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."scope" IS DISTINCT FROM (new_values."scope") OR old_values."scope_en" IS DISTINCT FROM (new_values."scope_en") OR old_values."secrecy_basis" IS DISTINCT FROM (new_values."secrecy_basis") OR old_values."secrecy_on" IS DISTINCT FROM (new_values."secrecy_on") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."summary_en" IS DISTINCT FROM (new_values."summary_en") OR old_values."territory_id" IS DISTINCT FROM (new_values."territory_id") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."title_en" IS DISTINCT FROM (new_values."title_en") OR old_values."trl" IS DISTINCT FROM (new_values."trl") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6e8420a8697a0758a3bb960e04ead845e8eeef7e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49bef",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="market_technology",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="technology",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "market_technologyevent" ("abroad", "advantage", "advantage_en", "broker_id", "changed_at", "confirmed_on", "created_at", "created_by_id", "description", "description_en", "effect", "effect_en", "export_basis", "export_class", "external_id", "id", "is_service_invention", "languages", "modes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_kind", "price_max", "price_min", "problem", "problem_en", "project_name", "project_number", "published_at", "registered_on", "registration_body", "registration_number", "revises_id", "revision", "scope", "scope_en", "secrecy_basis", "secrecy_on", "source", "state", "summary", "summary_en", "territory_id", "title", "title_en", "trl", "valid_until") SELECT old_values."abroad", old_values."advantage", old_values."advantage_en", old_values."broker_id", old_values."changed_at", old_values."confirmed_on", old_values."created_at", old_values."created_by_id", old_values."description", old_values."description_en", old_values."effect", old_values."effect_en", old_values."export_basis", old_values."export_class", old_values."external_id", old_values."id", old_values."is_service_invention", old_values."languages", old_values."modes", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."price_kind", old_values."price_max", old_values."price_min", old_values."problem", old_values."problem_en", old_values."project_name", old_values."project_number", old_values."published_at", old_values."registered_on", old_values."registration_body", old_values."registration_number", old_values."revises_id", old_values."revision", old_values."scope", old_values."scope_en", old_values."secrecy_basis", old_values."secrecy_on", old_values."source", old_values."state", old_values."summary", old_values."summary_en", old_values."territory_id", old_values."title", old_values."title_en", old_values."trl", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6f80e84f785fbfc5ba48d70a9b063bdff5e200c9",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_89b1c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="market_technology",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="technology",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("export_class", ""), models.Q(("export_basis", ""), _negated=True), _connector="OR"
                ),
                name="an_export_class_names_its_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="technology",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("export_class", "prohibited"), _negated=True),
                    ("abroad__in", ["", "home"]),
                    _connector="OR",
                ),
                name="what_may_not_be_exported_is_not_offered_abroad",
            ),
        ),
    ]
