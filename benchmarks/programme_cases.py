"""Very many cases of one round for measurements, written by the database itself; all invented.

Of ten cases one is a draft, three wait for their formal check, two for a recommendation, one stands on a public
notice, two wait for the decision (one of them prepared) and one was granted and has its award.
"""
# ruff: noqa: PLC0415 - Django is imported once its home is known

from typing import Any

CASES = """
INSERT INTO programmes_case (round_id, version_id, applicant_id, applicant_name, territory_id, subject_key,
    subject_name, number, external_number, status, step, held_by_objection, score, grade, begun_by_id, begun_at,
    submitted_at, ended_at, due_at, revision)
SELECT %(round)s, %(version)s, id, name, territory_id, '', '',
    CASE WHEN kind = 0 THEN '' ELSE 'B-' || lpad(n::text, 6, '0') END, '',
    (ARRAY['draft', 'in_check', 'in_check', 'in_check', 'in_check', 'in_check', 'on_notice', 'in_decision',
           'in_decision', 'granted'])[1 + kind],
    (ARRAY['application', 'check', 'check', 'check', 'recommend', 'recommend', 'notice', 'decide', 'decide',
           ''])[1 + kind],
    false, CASE WHEN kind > 5 THEN 60 + n %% 40 END, '', %(user)s, now() - interval '40 days',
    CASE WHEN kind > 0 THEN now() - interval '30 days' - n * interval '1 second' END,
    CASE WHEN kind = 9 THEN now() - interval '1 day' END, now() + interval '60 days', 3
FROM (SELECT n, (n / 2) %% 10 AS kind, o.id, o.name, o.territory_id FROM generate_series(%(first)s, %(last)s) n
      JOIN parties_organisation o ON o.code = 'T' || lpad(n::text, 17, '0')) made
"""
DONE = """
INSERT INTO programmes_workitem (case_id, step, type, owner, territory_id, organisation_id, visit, state, opened_at,
    due_at, due_is_provisional, closed_at, closed_by_id, outcome, reason_code, reason, clause)
SELECT c.id, s.step, s.type, s.owner, c.territory_id, NULL, 1, 'done', now() - interval '1 day' * (40 - 5 * s.place),
    now() - interval '1 day' * (30 - 5 * s.place), false,
    now() - interval '1 day' * (36 - 5 * s.place) + c.id %% 96 * interval '1 hour', %(user)s, s.outcome, '', '', ''
FROM programmes_case c
JOIN (VALUES (0, 'application', 'form', 'applicant', 'submitted'),
             (1, 'check', 'formal_check', 'recommender', 'passed'),
             (2, 'recommend', 'recommendation', 'recommender', 'recommended'),
             (3, 'joint', 'joint_check', 'departments', 'clear'),
             (4, 'notice', 'public_notice', 'officer', 'unopposed'),
             (5, 'decide', 'decision', 'decision_maker', 'granted')) AS s(place, step, type, owner, outcome)
  ON s.place < CASE c.step WHEN 'application' THEN 0 WHEN 'check' THEN 1 WHEN 'recommend' THEN 2
                           WHEN 'notice' THEN 4 WHEN 'decide' THEN 5 ELSE 6 END
WHERE c.round_id = %(round)s AND c.id > %(after)s
"""
OPEN = """
INSERT INTO programmes_workitem (case_id, step, type, owner, territory_id, organisation_id, visit, state, opened_at,
    due_at, due_is_provisional, outcome, reason_code, reason, clause)
SELECT c.id, c.step, s.type, s.owner, c.territory_id, NULL, 1, 'open', now() - c.id %% 300 * interval '1 hour',
    now() + (c.id %% 400 - 60) * interval '1 hour', false, '', '', '', ''
FROM programmes_case c
JOIN (VALUES ('application', 'form', 'applicant'), ('check', 'formal_check', 'recommender'),
             ('recommend', 'recommendation', 'recommender'), ('notice', 'public_notice', 'officer'),
             ('decide', 'decision', 'decision_maker')) AS s(step, type, owner) ON s.step = c.step
WHERE c.round_id = %(round)s AND c.id > %(after)s
"""
DRAFTS = """
INSERT INTO programmes_casedraft (case_id, answers, rows, standing, revision)
SELECT id, '{}', '{}', '{}', 0 FROM programmes_case WHERE round_id = %(round)s AND id > %(after)s
"""
DECISIONS = """
INSERT INTO programmes_decision (case_id, item_id, verdict, reason_code, reason, clause, prepared_by_id, prepared_at,
    revision)
SELECT c.id, i.id, 'grant', '', '', '', %(user)s, now(), 1
FROM programmes_case c JOIN programmes_workitem i ON i.case_id = c.id AND i.state = 'open' AND i.step = 'decide'
WHERE c.round_id = %(round)s AND c.id > %(after)s AND CASE WHEN c.number = '' THEN 0 ELSE substr(c.number, 3)::int END / 2 %% 10 = 8
"""
ENTRIES = """
INSERT INTO programmes_noticeentry (notice_id, case_id, place, name, subject, territory, added_at, outcome)
SELECT %(notice)s, c.id,
    (SELECT coalesce(max(place), 0) FROM programmes_noticeentry WHERE notice_id = %(notice)s) + row_number() OVER (),
    c.applicant_name, '', t.name_zh, now(), ''
FROM programmes_case c JOIN codes_territory t ON t.code = c.territory_id
WHERE c.round_id = %(round)s AND c.id > %(after)s AND c.step = 'notice'
"""
AWARDS = """
WITH made AS (
    INSERT INTO programmes_award (programme_id, version_id, case_id, holder_id, subject_name, number, level, grade,
        granted_on, valid_from, document, state, colour, revision)
    SELECT %(programme)s, %(version)s, c.id, c.applicant_id, '', 'QC' || to_char(qinglan_now(), 'YYYY')
        || lpad(substr(c.number, 3), 6, '0'), 'municipal', '', qinglan_now()::date, qinglan_now()::date, '', 'in_force',
        'green', 0
    FROM programmes_case c WHERE c.round_id = %(round)s AND c.id > %(after)s AND c.status = 'granted'
    RETURNING id, granted_on
)
INSERT INTO programmes_awardchange (award_id, kind, "on", ground, reason, made_at, made_by_id)
SELECT id, 'granted', granted_on, '', '', now(), %(user)s FROM made
"""


def scheme() -> dict[str, Any]:
    """The small scheme of the tests, with the letter that a notice needs and a number of six places."""
    from tests.programmes.notices.noticing import scheme as noticed

    content = noticed()
    content["manifest"]["award"]["number"] = "QC{year}{serial:06d}"
    return content


def fill(one: Any, notice: Any, first: int, last: int) -> None:
    """Cases of the organisations with the numbers `first` to `last` in the round; those at their notice on `notice`."""
    from django.db import connection, transaction
    from django.db.models import Max

    from qinglan.programmes.models import Case

    values = {
        "round": one.pk, "version": one.version_id, "programme": one.version.programme_id, "user": one.created_by_id,
        "notice": notice.pk, "first": first, "last": last,
        "after": Case.objects.aggregate(last=Max("pk"))["last"] or 0,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (CASES, DONE, OPEN, DRAFTS, DECISIONS, ENTRIES, AWARDS):
            cursor.execute(statement, values)
