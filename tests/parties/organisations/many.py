"""Very many organisations at once, for measurements: written by the database itself."""

from django.db import connection

_FILL = """
INSERT INTO parties_organisation (code, has_national_code, kind, name, name_key, name_core, search_text,
    search_grams, territory_id, industry, address, website, telephone, introduction, state, is_public,
    is_green, verified_on, verified_at, created_at, created_by_id, revision)
SELECT code, true, (ARRAY['enterprise', 'university', 'bank'])[1 + n %% 3], name, lpad((n * 7919 %% 1000003)::text, 7, '0'),
    name, lower(code) || E'\\n' || name, ARRAY(
        SELECT DISTINCT substr(lower(code) || name, i, 2) FROM generate_series(1, length(code || name)) i),
    CASE WHEN n %% 2 = 0 THEN '990101' ELSE '990102' END, 'C35', '', '', '', '', 'verified', true,
    n %% 10 = 0, '2026-01-05', now(), now(), %s, 0
FROM (SELECT n, 'T' || lpad(n::text, 17, '0') AS code, '第' || n || '号绿色技术有限公司' AS name
    FROM generate_series(%s, %s) n) AS made
"""


def fill(user_id: int, first: int, last: int) -> None:
    """Organisations with the numbers `first` to `last`; needs the territories of `made`."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [user_id, first, last])
