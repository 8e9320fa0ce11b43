"""Whose to-do a registration at its office is: every registrar who may check it, by whatever his role names."""

import pytest

from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.registering import todos
from qinglan.kernel import permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.todos.queries import todos_for
from tests.contracts.registering import made
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db

SCOPES: dict[str, tuple[str, bool, bool]] = {
    # role's territory, of this office, whether he is asked
    "of the office": ("", True, True),
    "of the whole city": ("", False, True),
    "of its district": ("990101", False, True),
    "of the office in its district": ("990101", True, True),
    "of another district": ("990102", False, False),
    "of the office in another district": ("990102", True, False),
}


@pytest.mark.parametrize("of", SCOPES)
def test_who_may_check_a_registration_has_it_on_his_list(of: str) -> None:
    who = made.people()
    office = who["office"]
    office.territory = Territory.objects.get(pk="990101")
    office.save()
    territory, is_of_office, is_asked = SCOPES[of]
    registrar = person("somebody")
    assign(
        registrar, "registrar", organisation=office if is_of_office else None,
        territory=Territory.objects.get(pk=territory) if territory else None,
    )  # fmt: skip
    row = desk.hand_in_registration(acting_user=who["member"], row=made.draft(who))

    def listed() -> list[str]:
        rows = todos_for(registrar).filter(subject_type=todos.REGISTRATION, subject_key=str(row.pk))
        return list(rows.values_list("kind", flat=True))

    assert bool(permissions.answer(registrar, "contracts.check_registration", row)) == is_asked
    assert listed() == ([todos.ACCEPT] if is_asked else [])
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    assert listed() == ([todos.CHECK] if is_asked else [])
    desk.pass_registration(acting_user=who["registrar"], row=row)
    assert listed() == []
