"""统一社会信用代码: the unified social credit code of an organisation (GB 32100-2015)."""

import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError


class BadCode(ValueError):
    """The text is no unified social credit code.

    `reason` is ``length``, ``characters`` or ``check_character``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normalised(text: str) -> str:
    """`text` as 18 half-width capitals without blanks and hyphens; checks nothing.

    >>> normalised("９１５００117 dem0-00014y")
    '91500117DEM000014Y'
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if not character.isspace() and character not in "-‐–—−")


def validated(text: str) -> str:
    """The code that `text` holds; raises BadCode where length, characters or check character are wrong."""
    code = normalised(text)
    try:
        valid: str = uscc.validate(code)
    except InvalidLength as error:
        raise BadCode("length") from error
    except InvalidChecksum as error:
        raise BadCode("check_character") from error
    except ValidationError as error:
        raise BadCode("characters") from error
    return valid
