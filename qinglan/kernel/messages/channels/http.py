"""One POST with JSON to a service, and its answer as JSON."""

from typing import Any

from qinglan.kernel.messages.channels.base import Undeliverable, Unreachable

PATIENCE = 10.0


def post(url: str, content: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The answer's JSON object; raises Unreachable or (for a 4xx other than 408 and 429) Undeliverable.

    The address itself may hold a key (robots), so it is never part of an error.
    """
    import httpx  # noqa: PLC0415 - slow to load, and only for messages to the outside

    try:
        answer = httpx.post(
            url,
            content=content,
            headers={"Content-Type": "application/json"} | (headers or {}),
            timeout=PATIENCE,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(type(error).__name__) from None
    if answer.status_code in (408, 429) or answer.status_code >= 500:
        raise Unreachable(f"HTTP {answer.status_code}")
    if answer.status_code >= 400:
        raise Undeliverable(f"HTTP {answer.status_code}")
    try:
        data = answer.json()
    except ValueError:
        raise Unreachable("the answer is no JSON") from None
    if not isinstance(data, dict):
        raise Unreachable("the answer is no JSON object")
    return data
