"""Append an event within a function of the database: for measured hot paths that judge and write there.

The bytes are those of `header.py`: text by `to_json`, which escapes as RFC 8785 does (short escapes, ``\\u00xx`` in
small letters, nothing else). The caller gives the payload in canonical bytes; the functions that call this one
build theirs of whole numbers and plain ASCII, and a test holds both equal to the Python twin. SHA-256 alone is
offered by the database: where SM3 is chosen, the caller appends in Python under the same lock.
"""

from django.db import migrations

APPEND = """
CREATE FUNCTION events_moment_text(moment timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

CREATE FUNCTION events_append_sha256(
    wanted text, who text, what text, content bytea,
    OUT sequence bigint, OUT hash bytea, OUT moment timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    head record;
BEGIN
    SELECT * INTO head FROM events_lock(wanted);
    sequence := head.sequence + 1;
    moment := head.moment;
    hash := sha256(convert_to(
        '{"actor":' || to_json(who) || ',"algorithm":"sha-256","format":"qinglan-event/1","kind":' || to_json(what)
        || ',"payload":"' || encode(sha256(content), 'hex') || '","previous":"' || encode(head.hash, 'hex')
        || '","sequence":' || sequence || ',"stream":' || to_json(wanted)
        || ',"time":"' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"}', 'UTF8'));
    INSERT INTO events_event (stream, sequence, time, actor, kind, payload, previous, hash, algorithm)
        VALUES (wanted, sequence, moment, who, what, content, head.hash, hash, 'sha-256');
END $$;
REVOKE EXECUTE ON FUNCTION events_append_sha256(text, text, text, bytea) FROM PUBLIC;
"""

BACK = """
DROP FUNCTION events_append_sha256(text, text, text, bytea);
DROP FUNCTION events_moment_text(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(APPEND, BACK)]
