"""What was cleared, by the name that its owner gives it. The stream of ``a.b:1`` is ``clearance:a.b.1``."""

from qinglan.kernel import naming


def _subject(key: str) -> str:
    """The subject whose stream has this key."""
    before, _, after = key.rpartition(".")
    return f"{before}:{after}"


def _cleared(keys: list[str]) -> dict[str, naming.Name]:
    found = naming.named(_subject(key) for key in keys)
    return {key: found[_subject(key)] for key in keys if _subject(key) in found}


naming.register("clearance", _cleared)
