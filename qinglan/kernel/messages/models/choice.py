"""How a person wants to be reached."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways outside the application."""

    MAIL = "mail", _("mail")
    SMS = "sms", _("text message")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")


class Language(models.TextChoices):
    """The language of what is sent."""

    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Choice(models.Model):
    """A person's channels beside the inbox, his mobile number, and whether he wants one digest a day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices),
        default=list,
        blank=True,
        verbose_name=_("channels"),
    )
    mobile = models.CharField(_("mobile number"), max_length=16, blank=True)
    digest = models.BooleanField(_("one digest a day"), default=False)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(channels__contains=["sms"]) | ~Q(mobile=""),
                name="text_messages_need_a_mobile_number",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
