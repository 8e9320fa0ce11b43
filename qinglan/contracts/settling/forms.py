"""Forms of the money of contracts. A form knows fields and their hints; what is right is said by the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.lots.forms import UnitField
from qinglan.contracts.models import BankAccount, Charge, ChargeKind, Contract
from qinglan.contracts.settling.queries import accounts_for
from qinglan.kernel import clock
from qinglan.kernel.sheets.grid import ENDINGS
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, MoneyField, TextField
from qinglan.kernel.web.money import money
from qinglan.market.forms import Form
from qinglan.market.models.brokering import CommissionKind
from qinglan.parties.models import Organisation

STATEMENT = 10 * 1024 * 1024


class _Sheet(Form):
    """Nothing of a receipt is kept as a draft."""

    autosave = False


class _Reason(TextField):
    """A few lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 3


class ReceiptForm(_Sheet):
    """The bank's receipt of money that came in, and what it is for."""

    charge = forms.ModelChoiceField(
        label=_("For which payment"), queryset=Charge.objects.none(), required=False,
        help_text=_("Left open, it is spread over what is owed, the earliest first."),
    )  # fmt: skip
    amount = MoneyField(label=_("Amount that came in"), min_fen=1)
    receipt = LineField(
        label=_("Number of the receipt"), max_length=80,
        help_text=_("The serial number on the bank's receipt 银行回单 or statement. A receipt counts once."),
    )  # fmt: skip
    received_on = DateField(label=_("Day of the receipt"), initial=clock.today)
    payer = LineField(label=_("Paid by, where it is somebody else"), max_length=120, required=False)

    def __init__(self, *args: Any, open_: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["charge"]
        choose.queryset = open_
        choose.empty_label = _now("Everything that is owed, in its order")
        choose.label_from_instance = lambda one: _now("{title}: {open} open").format(
            title=one.title, open=money(one.open)
        )


class MoveForm(_Sheet):
    """Money that goes on or back, with its receipt."""

    amount = MoneyField(label=pgettext_lazy("settling", "Amount"), min_fen=1)
    receipt = LineField(label=_("Number of the receipt"), max_length=80)
    received_on = DateField(label=_("Day of the receipt"), initial=clock.today)


class BackForm(MoveForm):
    """Money that goes back, and why."""

    reason = _Reason(label=_("Reason"), max_length=300, help_text=_("Both sides read it."))


class PaperForm(_Sheet):
    """A receipt alone: the amount is what is held."""

    receipt = LineField(label=_("Number of the receipt"), max_length=80)
    received_on = DateField(label=_("Day of the receipt"), initial=clock.today)


class ReasonedPaperForm(PaperForm):
    """A receipt, and why."""

    reason = _Reason(label=_("Reason"), max_length=300, help_text=_("Both sides read it."))


class ReasonForm(_Sheet):
    """Why."""

    reason = _Reason(label=_("Reason"), max_length=300)


class AccountForm(_Sheet):
    """Into which account a contract is paid: one on record, or a new one of the provider."""

    account = forms.ModelChoiceField(
        label=_("Account on record"), queryset=BankAccount.objects.none(), required=False
    )
    bank = LineField(label=_("Or a new one: bank and branch"), max_length=60, required=False)
    number = LineField(
        label=_("Account number"), max_length=40, required=False,
        help_text=_("Only its last four digits are shown afterwards."),
    )  # fmt: skip

    def __init__(self, *args: Any, contract: Contract, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["account"]
        choose.queryset = accounts_for(contract)
        choose.empty_label = _now("A new one, below") if may_add else _now("Choose an account")
        if not may_add:
            del self.fields["bank"], self.fields["number"]


class NewAccountForm(_Sheet):
    """An account whose statements an organisation reads."""

    organisation = forms.ModelChoiceField(
        label=_("your organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    bank = LineField(label=_("Bank and branch"), max_length=60)
    number = LineField(
        label=_("Account number"),
        max_length=40,
        help_text=_("Only its last four digits are shown afterwards."),
    )
    is_supervised = forms.BooleanField(
        label=_("Supervised account of an exchange or bank, for the money of others"), required=False
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["organisation"]
        choose.queryset = units


class ChargeForm(_Sheet):
    """A payment that is laid down by hand."""

    kind = forms.ChoiceField(label=pgettext_lazy("payment of a contract", "What is paid"))
    title = LineField(label=_("Title of the payment"), max_length=200)
    amount = MoneyField(label=pgettext_lazy("settling", "Amount"), min_fen=1)
    due_on = DateField(label=pgettext_lazy("settling", "Due on"), required=False)
    basis = LineField(
        label=_("Basis"),
        max_length=300,
        help_text=_("Clause, statement of sales, agreement on the termination."),
    )

    def __init__(self, *args: Any, kinds: tuple[ChargeKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["kind"]
        choose.choices = [(one.value, one.label) for one in kinds]


class PlatformForm(_Sheet):
    """What one's own side pays a platform."""

    platform = UnitField(label=_("Platform"), help_text=_("Its code or whole name."))
    commission = forms.ChoiceField(
        label=_("Commission"),
        choices=[
            (CommissionKind.SHARE.value, CommissionKind.SHARE.label),
            (CommissionKind.FIXED.value, CommissionKind.FIXED.label),
        ],
    )
    share = forms.DecimalField(
        label=_("Share (%)"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=1,
        help_text=_("Of what comes in. Nothing is due before."),
    )  # fmt: skip
    fixed = MoneyField(label=_("Fixed amount"), required=False, min_fen=1)
    basis = LineField(label=_("Basis"), max_length=300, help_text=_("The service agreement and its clause."))

    def per_mille(self) -> int | None:
        """The share in per mille."""
        share = self.cleaned_data.get("share")
        return None if share is None else int(share * 10)


class FileForm(_Sheet):
    """A bank statement."""

    file = LimitedFileField(
        label=_("Bank statement"), max_bytes=STATEMENT, kinds=ENDINGS,
        help_text=_("As downloaded from the bank, unchanged: a spreadsheet or a table of text with columns for day and amount."),
    )  # fmt: skip


class AssignForm(_Sheet):
    """To which contract a line belongs, where no proposal is right."""

    number = LineField(
        label=_("Number of the contract"), max_length=16, help_text=_("Such as HT-2026-000001.")
    )


class ClaimForm(_Sheet):
    """The national number of a deal."""

    number = LineField(label=_("National number"), max_length=40)
