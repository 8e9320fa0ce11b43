"""Who took a paper, in which form, with which digest: the database refuses every change to that."""

from django.db import migrations

from qinglan.kernel.database.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_words")]
    operations = [append_only("documents_taking")]
