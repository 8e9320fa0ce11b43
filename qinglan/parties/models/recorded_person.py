"""What the records of experts and brokers have in common: how they came, how they stand, who confirmed them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    """How somebody came on record."""

    APPLICATION = "application", _("own application")
    NOMINATION = "nomination", _("nominated by the unit")
    IMPORT = "import", _("brought in from a spreadsheet")


class RecordedPerson(models.Model):
    """A person on a list: name with its key of order, how the record came, its state since a day and why.

    Subclasses declare `state` with the choices of their own; it is changed by their gate alone.
    """

    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=400, editable=False)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    route = models.CharField(_("entered by"), max_length=12, choices=Route.choices)
    state_on = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Contacts(models.Model):
    """Personal data of such a person: in a table of its own, without history, which the reader role may not see."""

    mobile = models.CharField(_("mobile number"), max_length=11, blank=True)
    email = models.EmailField(_("mailbox"), blank=True)

    class Meta:
        abstract = True


class WorkedField(models.Model):
    """A field in which such a person works: a code of one of the families of `fields.FAMILIES`."""

    family = models.CharField(max_length=40)
    code = models.CharField(max_length=24)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.family} {self.code}"
