"""A text as the sequence in which phrases are looked for: character by character, letters and figures in runs."""

import re

from qinglan.kernel.search.tokens.folding import fold
from qinglan.kernel.search.tokens.pieces import HAN

_STEP = re.compile(rf"([{HAN}]+)|([a-z]+|\d+|[^\W_])")


def sequence(text: str) -> list[str]:
    """The steps of `text`; punctuation and spaces don't count.

    >>> sequence("SO₂ 超低排放，10t/h")
    ['so', '2', '超', '低', '排', '放', '10', 't', 'h']
    """
    steps: list[str] = []
    for characters, other in _STEP.findall(fold(text)):
        if other:
            steps.append(other)
        else:
            steps += characters
    return steps
