"""粘贴成表: a chat paragraph, a one-page brief or a patent ledger becomes a draft, each field with its quote.

Nothing is guessed beyond the words that stand there: what is found names the words it came from, and what is
only an inference (a readiness level from “中试”) says so. Needs no database.
"""
