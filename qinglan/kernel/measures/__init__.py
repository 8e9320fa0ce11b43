"""统计指标（口径）: named, typed figures that say what was counted and why.

`registry` holds the measures, `result` what they return, `models` the figures that people report
because the system can't know them.
"""
