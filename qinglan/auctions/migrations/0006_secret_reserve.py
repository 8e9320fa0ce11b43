"""The history of lots holds no reserve price any more; what opens its commitment stands beside it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("auctions", "0005_sealing")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="lot",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="lot",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="lot",
            name="delete_delete",
        ),
        migrations.RemoveField(
            model_name="lotevent",
            name="reserve",
        ),
        migrations.AddField(
            model_name="lot",
            name="reserve_nonce",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "auctions_lotevent" ("applications_until", "better", "bids_from", "bids_until", "buyer_id", "changed_at", "created_at", "created_by_id", "custodian", "decision_date", "decision_number", "deposit", "disclosed_at", "disclosure_days", "extend_seconds", "floor_price", "follows_id", "id", "is_training", "mode", "need_id", "number", "organiser_id", "organiser_licence", "owner_class", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_basis", "reason", "reserve_is_public", "revision", "right_id", "soft_close_seconds", "start_price", "state", "step", "step_seconds", "summary", "technology_id", "terms", "tie_rule", "title", "transfer_mode") SELECT new_values."applications_until", new_values."better", new_values."bids_from", new_values."bids_until", new_values."buyer_id", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."custodian", new_values."decision_date", new_values."decision_number", new_values."deposit", new_values."disclosed_at", new_values."disclosure_days", new_values."extend_seconds", new_values."floor_price", new_values."follows_id", new_values."id", new_values."is_training", new_values."mode", new_values."need_id", new_values."number", new_values."organiser_id", new_values."organiser_licence", new_values."owner_class", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', new_values."id", new_values."pricing_basis", new_values."reason", new_values."reserve_is_public", new_values."revision", new_values."right_id", new_values."soft_close_seconds", new_values."start_price", new_values."state", new_values."step", new_values."step_seconds", new_values."summary", new_values."technology_id", new_values."terms", new_values."tie_rule", new_values."title", new_values."transfer_mode" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a99488ff63d2c524872bb91bf592d9882c5df808",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_05897",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="auctions_lot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "auctions_lotevent" ("applications_until", "better", "bids_from", "bids_until", "buyer_id", "changed_at", "created_at", "created_by_id", "custodian", "decision_date", "decision_number", "deposit", "disclosed_at", "disclosure_days", "extend_seconds", "floor_price", "follows_id", "id", "is_training", "mode", "need_id", "number", "organiser_id", "organiser_licence", "owner_class", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_basis", "reason", "reserve_is_public", "revision", "right_id", "soft_close_seconds", "start_price", "state", "step", "step_seconds", "summary", "technology_id", "terms", "tie_rule", "title", "transfer_mode") SELECT new_values."applications_until", new_values."better", new_values."bids_from", new_values."bids_until", new_values."buyer_id", new_values."changed_at", new_values."created_at", new_values."created_by_id", new_values."custodian", new_values."decision_date", new_values."decision_number", new_values."deposit", new_values."disclosed_at", new_values."disclosure_days", new_values."extend_seconds", new_values."floor_price", new_values."follows_id", new_values."id", new_values."is_training", new_values."mode", new_values."need_id", new_values."number", new_values."organiser_id", new_values."organiser_licence", new_values."owner_class", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."pricing_basis", new_values."reason", new_values."reserve_is_public", new_values."revision", new_values."right_id", new_values."soft_close_seconds", new_values."start_price", new_values."state", new_values."step", new_values."step_seconds", new_values."summary", new_values."technology_id", new_values."terms", new_values."tie_rule", new_values."title", new_values."transfer_mode" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."applications_until" IS DISTINCT FROM (new_values."applications_until") OR old_values."better" IS DISTINCT FROM (new_values."better") OR old_values."bids_from" IS DISTINCT FROM (new_values."bids_from") OR old_values."bids_until" IS DISTINCT FROM (new_values."bids_until") OR old_values."buyer_id" IS DISTINCT FROM (new_values."buyer_id") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."custodian" IS DISTINCT FROM (new_values."custodian") OR old_values."decision_date" IS DISTINCT FROM (new_values."decision_date") OR old_values."decision_number" IS DISTINCT FROM (new_values."decision_number") OR old_values."deposit" IS DISTINCT FROM (new_values."deposit") OR old_values."disclosed_at" IS DISTINCT FROM (new_values."disclosed_at") OR old_values."disclosure_days" IS DISTINCT FROM (new_values."disclosure_days") OR old_values."extend_seconds" IS DISTINCT FROM (new_values."extend_seconds") OR old_values."floor_price" IS DISTINCT FROM (new_values."floor_price") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_training" IS DISTINCT FROM (new_values."is_training") OR old_values."mode" IS DISTINCT FROM (new_values."mode") OR old_values."need_id" IS DISTINCT FROM (new_values."need_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."organiser_id" IS DISTINCT FROM (new_values."organiser_id") OR old_values."organiser_licence" IS DISTINCT FROM (new_values."organiser_licence") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."owner_class" IS DISTINCT FROM (new_values."owner_class") OR old_values."pricing_basis" IS DISTINCT FROM (new_values."pricing_basis") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reserve_is_public" IS DISTINCT FROM (new_values."reserve_is_public") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."right_id" IS DISTINCT FROM (new_values."right_id") OR old_values."soft_close_seconds" IS DISTINCT FROM (new_values."soft_close_seconds") OR old_values."start_price" IS DISTINCT FROM (new_values."start_price") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."step" IS DISTINCT FROM (new_values."step") OR old_values."step_seconds" IS DISTINCT FROM (new_values."step_seconds") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."technology_id" IS DISTINCT FROM (new_values."technology_id") OR old_values."terms" IS DISTINCT FROM (new_values."terms") OR old_values."tie_rule" IS DISTINCT FROM (new_values."tie_rule") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."transfer_mode" IS DISTINCT FROM (new_values."transfer_mode")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="919e1409cf02618dd856022b7dcf07eda192782b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0952e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="auctions_lot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "auctions_lotevent" ("applications_until", "better", "bids_from", "bids_until", "buyer_id", "changed_at", "created_at", "created_by_id", "custodian", "decision_date", "decision_number", "deposit", "disclosed_at", "disclosure_days", "extend_seconds", "floor_price", "follows_id", "id", "is_training", "mode", "need_id", "number", "organiser_id", "organiser_licence", "owner_class", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing_basis", "reason", "reserve_is_public", "revision", "right_id", "soft_close_seconds", "start_price", "state", "step", "step_seconds", "summary", "technology_id", "terms", "tie_rule", "title", "transfer_mode") SELECT old_values."applications_until", old_values."better", old_values."bids_from", old_values."bids_until", old_values."buyer_id", old_values."changed_at", old_values."created_at", old_values."created_by_id", old_values."custodian", old_values."decision_date", old_values."decision_number", old_values."deposit", old_values."disclosed_at", old_values."disclosure_days", old_values."extend_seconds", old_values."floor_price", old_values."follows_id", old_values."id", old_values."is_training", old_values."mode", old_values."need_id", old_values."number", old_values."organiser_id", old_values."organiser_licence", old_values."owner_class", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', old_values."id", old_values."pricing_basis", old_values."reason", old_values."reserve_is_public", old_values."revision", old_values."right_id", old_values."soft_close_seconds", old_values."start_price", old_values."state", old_values."step", old_values."step_seconds", old_values."summary", old_values."technology_id", old_values."terms", old_values."tie_rule", old_values."title", old_values."transfer_mode" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c9d90f27cebb9586827a806ad236aafbeec9cac9",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7f4be",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="auctions_lot",
                    when="AFTER",
                ),
            ),
        ),
    ]
