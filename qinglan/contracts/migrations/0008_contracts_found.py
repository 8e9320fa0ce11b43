"""Indexes by which lists of contracts stay quick."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes by which lists of contracts stay quick."""

    dependencies = [
        ("auctions", "0007_bidder_nonces"),
        ("contracts", "0007_figures"),
        ("market", "0008_english"),
        ("parties", "0008_personal_data"),
        ("rights", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["ends_on", "id"], name="contracts_by_end"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                fields=["title"], name="contracts_by_title", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="contractparty",
            index=models.Index(
                fields=["name"], name="contract_parties_by_name", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
