"""A contract on its pages: begun, written in a version, put to signature, stamped, compared; then in force."""

from typing import Any

from qinglan.contracts.models import Contract, ContractState
from tests.contracts.signing.made import scan
from tests.walks.person import Person


def versioned(author: Person, contract: Contract) -> None:
    """The clauses: those that nothing says yet are filled in; the version is kept."""
    author.go(contract.get_absolute_url()).press("写条款")
    for box in author.main.locator("textarea[required]").all():
        if not box.input_value():
            box.fill("按双方约定（演示）。")
    author.press("保存这一版")
    author.page.wait_for_url("**/versions/*/")


def signed(author: Person, other: Person, contract: Contract) -> None:
    """Put to signature on paper; the scan bears both stamps, and the other side finds it agrees with the paper."""
    author.go(contract.get_absolute_url()).press("送签").send()
    author.page.wait_for_url("**/signing/")
    author.press("上传签章扫描件")
    for box in author.main.locator("input[name=parties]").all():
        box.check()
    author.page.set_input_files(
        "input[name=file]", files=[{"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": scan()}]
    )
    author.press("上传扫描件")
    author.page.wait_for_url("**/signing/")
    other.go(f"{contract.get_absolute_url()}signing/").press("核对扫描件")
    other.page.check("input[name=agrees][value=yes]")
    other.send()
    other.page.wait_for_url("**/signing/")
    other.reads("各方已签署")
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE


def begun(author: Person, **values: Any) -> Contract:
    """One that was agreed elsewhere: `values` by the names of the fields; those that are choices are chosen."""
    author.go("/contracts/new/")
    return begun_here(author, **values)


def begun_here(author: Person, **values: Any) -> Contract:
    """Fill in the form on which the person stands, and begin."""
    for name, value in values.items():
        field = author.page.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    author.send()
    author.page.wait_for_url("**/contracts/HT-*/")
    return Contract.objects.get(number=author.page.url.rstrip("/").rsplit("/", 1)[1])


def milestone(author: Person, contract: Contract, title: str, due_on: str, amount: str) -> None:
    """One payment for the whole."""
    author.go(f"{contract.get_absolute_url()}milestones/")
    for name, value in (("title_1", title), ("due_on_1", due_on), ("amount_1", amount)):
        author.page.fill(f"[name={name}]", value)
    author.send()
