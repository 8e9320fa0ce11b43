"""The city's unified identity, from the declared settings to those of allauth."""

from typing import Any

from qinglan.settings import env

KNOWN = ("subject", "name", "mobile", "mobile_verified", "id_number", "social_credit_code")


def claims() -> dict[str, str]:
    """Our word for a value → the claim that holds it. Raises SettingError for an unknown word."""
    pairs = dict(word.partition("=")[::2] for word in env.IDENTITY_CLAIMS.words())
    unknown = sorted(set(pairs) - set(KNOWN))
    if unknown or not pairs.get("subject"):
        raise env.SettingError(
            f"{env.IDENTITY_CLAIMS.name} must give a claim for subject, and only for {', '.join(KNOWN)}"
        )
    return pairs


def providers(*, demonstration: bool) -> dict[str, Any]:
    """The value of SOCIALACCOUNT_PROVIDERS; no provider without an address."""
    address = env.IDENTITY_ADDRESS.text().rstrip("/")
    if not address:
        return {}
    if not demonstration and not address.startswith("https://"):
        raise env.SettingError(f"{env.IDENTITY_ADDRESS.name} must begin with https:// in production")
    if not env.IDENTITY_CLIENT.text():
        raise env.SettingError(f"{env.IDENTITY_ADDRESS.name} needs {env.IDENTITY_CLIENT.name}")
    return openid_connect(
        address, env.IDENTITY_CLIENT.text(), env.IDENTITY_SECRET.text(), env.IDENTITY_SCOPES.words()
    )


def openid_connect(address: str, client: str, secret: str, scopes: list[str]) -> dict[str, Any]:
    """One provider called ``city``, as allauth wants it."""
    app = {
        "provider_id": "city",
        "name": env.IDENTITY_NAME.text(),
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": address,
            "scope": scopes,
            "oauth_pkce_enabled": True,
            "uid_field": claims()["subject"],
        },
    }
    return {"openid_connect": {"APPS": [app]}}
