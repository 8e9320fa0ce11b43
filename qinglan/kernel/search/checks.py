"""The check that the encoder of the settings can be used."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from qinglan.kernel.search.engine import installed


@register
def encoder_works(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """An error that names the missing file or package (run by ``migrate``, so at every start, and ``django check``)."""
    encoder = installed.encoder()
    if encoder is None:
        return []
    from qinglan.kernel.search.vectors.encoder import EncoderError  # noqa: PLC0415 - numpy, where it is needed

    try:
        encoder.vector("", ())
    except EncoderError as error:
        return [Error(str(error), id="search.E001")]
    return []
