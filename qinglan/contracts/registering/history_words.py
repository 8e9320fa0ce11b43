"""How codes of contracts and registrations read in their history."""

from functools import partial

from qinglan.contracts.drafting.pack import form_choices
from qinglan.contracts.models import PartySide
from qinglan.contracts.registering.pack import code_words, registration, words
from qinglan.contracts.registering.shown import territory_words
from qinglan.kernel.history import code_words as history


def _cost(code: str) -> str:
    return next((words(one.name) for one in registration().costs if one.code == code), code)


def _form(code: str) -> str:
    """A sub-kind of contracts; of those that stand under several kinds with the same code the first."""
    return next(
        (title for _kind, rows in form_choices() for key, title in rows if key.endswith(f"/{code}")), code
    )


history.register(
    "contracts.registration",
    **{
        name: partial(code_words, name)
        for name in ("form", "plan_source", "ip_kind", "tech_field", "goal", "industry", "green_basis")
    },
    **{f"{side}_type": partial(code_words, "party_type") for side in PartySide.values},
    **{f"{side}_country": partial(code_words, "country") for side in PartySide.values},
    **{f"{side}_territory": territory_words for side in PartySide.values},
)
history.register("contracts.registrationcost", kind=_cost)
history.register("contracts.contract", form=_form)
