"""What opens the commitment to who stands behind a bidder number."""

from typing import ClassVar

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that the history does not keep."""

    dependencies: ClassVar = [("auctions", "0006_secret_reserve")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="bidder",
            name="who_nonce",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="bidder",
            name="update_update",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bidder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "auctions_bidderevent" ("applied_at", "declared_unrelated", "deposit_account_id", "deposit_confirmed_at", "id", "lot_id", "note", "number", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power_of_attorney_id", "reason", "revision", "settled_at", "settled_by_id", "state", "statement") SELECT new_values."applied_at", new_values."declared_unrelated", new_values."deposit_account_id", new_values."deposit_confirmed_at", new_values."id", new_values."lot_id", new_values."note", new_values."number", new_values."organisation_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', new_values."id", new_values."power_of_attorney_id", new_values."reason", new_values."revision", new_values."settled_at", new_values."settled_by_id", new_values."state", new_values."statement" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."applied_at" IS DISTINCT FROM (new_values."applied_at") OR old_values."declared_unrelated" IS DISTINCT FROM (new_values."declared_unrelated") OR old_values."deposit_account_id" IS DISTINCT FROM (new_values."deposit_account_id") OR old_values."deposit_confirmed_at" IS DISTINCT FROM (new_values."deposit_confirmed_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."lot_id" IS DISTINCT FROM (new_values."lot_id") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."power_of_attorney_id" IS DISTINCT FROM (new_values."power_of_attorney_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."settled_at" IS DISTINCT FROM (new_values."settled_at") OR old_values."settled_by_id" IS DISTINCT FROM (new_values."settled_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."statement" IS DISTINCT FROM (new_values."statement")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="68aac84980f555ccd378ebb8a61042c106ef4ee7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f570f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="auctions_bidder",
                    when="AFTER",
                ),
            ),
        ),
    ]
