"""The largest parties of a year are found by an index."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index over the sums of single parties."""

    dependencies: ClassVar = [("contracts", "0011_concentration")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="figurecell",
            index=models.Index(
                condition=models.Q(("dimension__in", ["seller", "buyer", "broker"])),
                fields=["dimension", "period", "is_green", "-amount"],
                name="sums_of_parties_by_size",
            ),
        ),
    ]
