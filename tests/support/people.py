"""People for tests."""

from typing import Any


def person(name: str, *roles: str) -> Any:
    """An account that holds these roles."""
    from django.contrib.auth.models import Group

    from qinglan.parties.models import User

    user = User.objects.create(username=name, display_name=name)
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user
