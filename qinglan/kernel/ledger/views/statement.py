"""``/ledger/<account>/``: what moved on an account, with receipts and reversals."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.ledger import queries
from qinglan.kernel.ledger.models import Account, Entry
from qinglan.kernel.ledger.recorded import stream_of
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.lists import ListColumn, ListPage, Sort, TextFilter


def _reversal(entry: Entry) -> str:
    posting = entry.posting
    if posting.reverses_id:
        return _("reverses no. %(number)s") % {"number": posting.reverses_id}
    for later in posting.reversals.all():
        return _("reversed by no. %(number)s") % {"number": later.pk}
    return ""


def _receipt(entry: Entry) -> str:
    """Number, issuer and day of the receipt in one cell; the export has a column for each."""
    posting = entry.posting
    return format_html(
        "{}<br>{}<br>{}", posting.receipt_number, posting.receipt_custodian, day(posting.receipt_date)
    )


class Statement(ListPage):
    """The entries of one account, newest first, read-only."""

    template_name = "ledger/statement.html"
    title = gettext_lazy("Statement of an account")
    as_table = True
    filters = (
        TextFilter(
            "q",
            gettext_lazy("Text or receipt"),
            ("posting__text__icontains", "posting__receipt_number__icontains"),
        ),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-posting_id"),
        Sort("old", gettext_lazy("Oldest first"), "posting_id"),
    )
    columns = (
        ListColumn(gettext_lazy("Number of the posting"), "posting_id"),
        ListColumn(gettext_lazy("Posted at"), "posting.posted_at"),
        ListColumn(gettext_lazy("Text of the posting"), "posting.text"),
        ListColumn(gettext_lazy("Amount (yuan)"), "amount", money="yuan"),
        ListColumn(gettext_lazy("Receipt"), "posting.receipt_number", render=_receipt),
        ListColumn(gettext_lazy("Issued by"), "posting.receipt_custodian", on_page=False),
        ListColumn(gettext_lazy("Date of the receipt"), "posting.receipt_date", on_page=False),
        ListColumn(gettext_lazy("Reversal"), _reversal),
    )
    empty_title = gettext_lazy("Nothing was posted yet")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers and the audit administrator."""
        permissions.require(request.user, "ledger.look")
        try:
            self.account = Account.objects.select_related("balance").get(pk=kwargs["account"])
        except Account.DoesNotExist:
            raise Http404 from None
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """The account's entries with their postings."""
        return queries.statement(self.account).prefetch_related("posting__reversals")

    def get_context(self) -> dict[str, Any]:
        """The account above its entries."""
        return {
            "breadcrumbs": [(_("Ledger"), reverse("ledger:list")), (str(self.account), "")],
            "account": self.account,
            "stream": stream_of(self.account.pk),
        }
