"""Two officers decide the same case; a decision maker publishes; a stranger verifies the certificates."""

from qinglan.programmes.models import Award, Case, Round
from tests.walks.person import Person


def decides_twice(first: Person, second: Person, case: Case) -> None:
    """Both have the page open; the second to save sees what the first decided, and nothing is lost."""
    for officer in (first, second):
        officer.go("/handling/").follow(case.applicant_name).press("拟定决定")
    first.tick("予以认定").press("保存决定")
    second.tick("不予认定").write("理由", "示例理由").write("条款", "示例条款").press("保存决定")
    second.reads("予以认定", "不予认定")
    second.visitor.errors.clear()  # the browser notes the 409
    second.looks_right("office-conflict")


def prepares_rest(officer: Person) -> None:
    """The others at once."""
    officer.go("/handling/?step=decision").pick_all("拟定予以认定")


def publishes(decider: Person, one: Round) -> None:
    """All that is ready goes out together."""
    decider.go("/rounds/").follow(one.title).press("本批次的决定").looks_right("office-decisions")
    decider.write("依据", "局务会纪要第10期").press("公布所选决定")


def stranger_verifies(stranger: Person, award: Award) -> None:
    """The code on the certificate says what it says, and that it holds."""
    assert award.certificate is not None
    stranger.go("/verify/").write("验证码", award.certificate.code)
    stranger.send().reads(award.holder.name, award.number)
