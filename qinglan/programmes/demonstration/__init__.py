"""Demonstration of programmes: rounds, cases and awards of the past two years, all of them invented.

What many cases have in common is written at once (`rows`), along the steps of their schemes (`walk`); what is
special is done by the verbs themselves, with the clock of the story (`stories`).
"""
