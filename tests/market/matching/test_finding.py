"""Words that a match names: those of the field, not those of the engine."""

from qinglan.kernel.search import engine
from qinglan.market.matching.finding import shared_words

ONE = "含盐废水COD由500mg/L降至50 mg/L以下，NOx 10 t/h，PM2.5"
OTHER = "废水处理后 COD 50 mg/L 以下，NOx 与 PM2.5 达标，10 t/h"


def test_marks_figures_and_words_of_comparison_are_left_out() -> None:
    assert {"=cod", "50mg/l", "以下"} <= engine.words(ONE) & engine.words(OTHER)
    assert shared_words(engine.words(ONE), engine.words(OTHER)) == ["pm2.5", "cod", "nox", "pm2", "废水"]
