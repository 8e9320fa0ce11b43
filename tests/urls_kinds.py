"""What each kind of visitor gets of most addresses: stranger, no role, officer, administrator."""

LOGIN = (302, 403, 200, 403)
"""Strangers log in first; then it is for officers."""
REFUSED = (403, 403, 200, 403)
"""Strangers are told so, and where to log in."""
EVERYBODY = (200, 200, 200, 200)
NOTHING = (404, 404, 404, 404)
ACT = (302, 302, 302, 302)
"""Only opened, an address that acts leads elsewhere."""
TO_THE_BENCH = (302, 403, 302, 403)
NO_RECORD = (302, 403, 404, 403)
"""An officer's page of something that is not there."""
