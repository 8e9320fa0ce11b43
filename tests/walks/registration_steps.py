"""The registration of a contract on its pages: classified, filed in the national system, its number entered, green."""

from typing import Any

from qinglan.contracts.models import Contract, Registration, RegistrationOffice, RegistrationState
from qinglan.kernel import clock
from tests.kernel.documents.samples import pdf
from tests.walks import chongqing
from tests.walks.person import Person

CHOSEN = {"tech_field": "6", "ip_kind": "invention", "plan_source": "none", "goal": "01"}
ENTERPRISE = "150"


def office(officer: Any) -> None:
    """The registration office of the city, which works in the national system alone: a row of the stage."""
    RegistrationOffice.objects.create(
        organisation=chongqing.firm(officer, 9, "登记处", kind="registrar"),
        works_here=False, pattern="digits_16", area="5000", place="01", revision=1,
    )  # fmt: skip


def classified(author: Person, contract: Contract) -> Registration:
    """Prepared out of the contract; what the contract doesn't say is chosen."""
    author.go(contract.get_absolute_url()).press("准备认定登记")
    row = Registration.objects.get(contract=contract)
    author.go(f"{row.get_absolute_url()}project/")
    for name, value in CHOSEN.items():
        author.page.select_option(f"[name={name}]", value)
    author.page.locator("[name=industry]").select_option(index=3)
    if author.page.locator("[name=office] option").count() > 1:
        author.page.locator("[name=office]").select_option(index=1)
    author.send()
    author.go(f"{row.get_absolute_url()}sides/buyer/")
    author.page.select_option("[name=type]", ENTERPRISE)
    author.send()
    return row


def valued(author: Person, row: Registration, *, refused: str = "", amount: str = "") -> None:
    """The technology value: first one above the contract value, which is refused with both, then the right one."""
    author.go(f"{row.get_absolute_url()}amounts/")
    for text in (refused, amount):
        if text:
            author.page.fill("[name=technology_amount]", text)
            author.send()


def filed(author: Person, row: Registration, number: str) -> None:
    """Filed in the national system; number and certificate entered."""
    base = row.get_absolute_url()
    author.go(base).press("已在国家系统申报")
    author.go(f"{base}number/")
    author.page.fill("[name=number]", number)
    author.page.fill("[name=registered_on]", clock.today().isoformat())
    author.page.set_input_files(
        "[name=certificate]", files=[{"name": "登记证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}]
    )
    author.send().reads("已登记")
    row.refresh_from_db()
    assert (row.state, row.national_number) == (RegistrationState.REGISTERED, number)


def green(officer: Person, row: Registration) -> None:
    """An officer confirms that the contract is green, by its field of technology."""
    officer.go(f"{row.get_absolute_url()}green/")
    officer.page.select_option("[name=basis]", "field")
    officer.send().reads("绿色")
    row.refresh_from_db()
    assert row.is_green
