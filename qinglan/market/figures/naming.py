"""How a fact is named to officers: by numbers alone."""


def reference(kind: str, side: str, listing: int, number: int) -> str:
    """``N000003 – T000012`` for a match, ``E000004`` for an enquiry or its talks, ``T000012`` for a listing."""
    if kind == "match":
        return f"N{listing:06d} – T{number:06d}"
    if kind == "listing":
        return f"{side[:1].upper()}{listing:06d}"
    return f"E{number:06d}"
