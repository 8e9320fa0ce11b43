"""How concentrated the value of a year is among sellers and buyers."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, which the nightly count fills."""

    dependencies: ClassVar = [("contracts", "0010_registration_papers")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FigureConcentration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("side", models.CharField(max_length=6)),
                ("is_green", models.BooleanField()),
                ("parties", models.IntegerField()),
                ("top_4", models.PositiveSmallIntegerField()),
                ("top_10", models.PositiveSmallIntegerField()),
                ("herfindahl", models.PositiveSmallIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["year", "side", "is_green"], name="concentration_of_a_year_is_counted_once"
                    )
                ]
            },
        ),
    ]
