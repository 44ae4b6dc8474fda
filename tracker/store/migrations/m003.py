"""What areas, stages and milestones come to, and close-out; the views that show both."""

# A name that was put out of use: its area or milestone was retired, or (`became`) goes by another
# name since. A later row of `area` or `milestone` brings a retired one back. A stage that is
# retired is left out of the next list in `stage`.
#
# A commitment is closed out from a work date on (`closed` 1), or open again (0): of the rows up
# to a day the newest counts.
TABLES = """
CREATE TABLE retired (
  commitment INTEGER NOT NULL REFERENCES commitment,
  part TEXT NOT NULL CHECK (part IN ('area', 'stage', 'milestone')),
  name TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  became TEXT CHECK (became <> ''),
  PRIMARY KEY (commitment, part, name, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE close_out (
  commitment INTEGER NOT NULL REFERENCES commitment,
  change INTEGER NOT NULL REFERENCES change,
  day TEXT NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  note TEXT,
  PRIMARY KEY (commitment, change)
) STRICT, WITHOUT ROWID;
"""

# As in m002, whose comments hold here too. What was logged in a retired area still counts as
# work done; a level counts the areas in use. In `entries` a name is followed through the changes
# that came after it was written: `renamed` takes each step, `name_now` is where they lead.
VIEWS = """
DROP VIEW status;
DROP VIEW entries;
CREATE VIEW status AS
WITH
setting_now AS (
  SELECT key, max(change), CAST(value AS INTEGER) AS points FROM setting GROUP BY key
),
rules AS (
  SELECT
    ifnull((SELECT points FROM setting_now WHERE key = 'yellow'), 10) AS yellow,
    ifnull((SELECT points FROM setting_now WHERE key = 'red'), 30) AS red,
    ifnull((SELECT points FROM setting_now WHERE key = 'ahead'), 10) AS ahead
),
node AS (
  SELECT commitment, node, due, weight FROM milestone AS m
  WHERE change = (SELECT max(change) FROM milestone
    WHERE commitment = m.commitment AND node = m.node)
    AND NOT EXISTS (SELECT 1 FROM retired WHERE commitment = m.commitment AND part = 'milestone'
      AND name = m.node AND change > m.change)
),
nodes AS (
  SELECT commitment, sum(weight) AS weight, sum(iif(due <= day, weight, 0)) AS due_by_now
  FROM node, today GROUP BY commitment
),
area_now AS (
  SELECT commitment, area FROM area AS a
  WHERE change = (SELECT max(change) FROM area WHERE commitment = a.commitment AND area = a.area)
    AND NOT EXISTS (SELECT 1 FROM retired WHERE commitment = a.commitment AND part = 'area'
      AND name = a.area AND change > a.change)
),
shared AS (
  SELECT commitment, count(*) AS areas FROM area_now GROUP BY commitment
),
parts_moved AS (
  SELECT commitment FROM (
    SELECT commitment, change FROM plan_point
    UNION SELECT commitment, change FROM stage AS s
    WHERE NOT EXISTS (SELECT 1 FROM retired WHERE commitment = s.commitment AND part = 'stage'
      AND change = s.change AND became IS NOT NULL)
    UNION SELECT commitment, change FROM milestone AS m
    WHERE NOT EXISTS (SELECT 1 FROM retired WHERE commitment = m.commitment
      AND part = 'milestone' AND became = m.node AND change = m.change)
    UNION SELECT commitment, change FROM area AS a
    WHERE NOT EXISTS (SELECT 1 FROM retired WHERE commitment = a.commitment AND part = 'area'
        AND became = a.area AND change = a.change)
      AND target IS NOT (SELECT target FROM area WHERE commitment = a.commitment AND area = a.area
        AND change < a.change ORDER BY change DESC LIMIT 1)
    UNION SELECT commitment, change FROM retired WHERE part = 'milestone' AND became IS NULL)
  JOIN change USING (change) WHERE reason IS NOT NULL
),
promise AS (
  SELECT c.commitment, c.slug, c.kind, p.position, p.name, p.name_en,
    p.department, d.name AS department_name,
    t.unit, CAST('1' || substr('000000', 1, ifnull(u.scale, 0)) AS INTEGER) AS one,
    iif(c.kind = 'milestones', nodes.weight, t.target) AS target,
    t.comparator, t.stretch, t.start, t.due,
    CAST(julianday(t.due) - julianday(today.day) AS INTEGER) AS days_left,
    iif(c.kind = 'level', t.opening, 0) AS opening,
    c.kind = 'level' AND t.direction = 'down' AS falls,
    c.kind <> 'duty' AND (c.kind <> 'milestones' OR nodes.weight IS NOT NULL) AS measured,
    ifnull(t.unit, '') = '%' AS is_rate,
    ifnull(shared.areas, 0) AS areas,
    ifnull((SELECT stage FROM stage WHERE commitment = c.commitment
      ORDER BY change DESC, position DESC LIMIT 1), '') AS last_stage,
    nodes.due_by_now,
    t.change <> c.change OR c.commitment IN parts_moved AS terms_moved,
    ifnull((SELECT closed FROM close_out WHERE commitment = c.commitment AND day <= today.day
      ORDER BY change DESC LIMIT 1), 0) AS closed_out
  FROM today, commitment AS c
  JOIN profile AS p ON p.commitment = c.commitment
    AND p.change = (SELECT max(change) FROM profile WHERE commitment = c.commitment)
  JOIN department AS d ON d.code = p.department
    AND d.change = (SELECT max(change) FROM department WHERE code = p.department)
  JOIN terms AS t ON t.commitment = c.commitment
    AND t.change = (SELECT max(change) FROM terms WHERE commitment = c.commitment)
  LEFT JOIN unit AS u ON u.unit = t.unit
  LEFT JOIN nodes ON nodes.commitment = c.commitment
  LEFT JOIN shared ON shared.commitment = c.commitment
),
moment AS (
  SELECT 'now' AS at, day FROM today UNION ALL SELECT 'before', week_before FROM today
),
state AS (
  SELECT m.at, s.commitment, s.area, s.stage, b.day, b.done, b.entries
  FROM moment AS m CROSS JOIN series AS s
  JOIN balance AS b ON b.series = s.series
    AND b.day = (SELECT max(day) FROM balance WHERE series = s.series AND day <= m.day)
),
reported AS (
  SELECT commitment, sum(entries) AS entries, max(day) AS last_entry
  FROM state WHERE at = 'now' GROUP BY commitment
),
counted AS (
  SELECT s.commitment, s.at, p.kind, p.is_rate, p.areas,
    sum(s.done * ifnull(n.weight, 1)) FILTER (WHERE s.area = '') AS whole,
    sum(s.done) FILTER (WHERE s.area <> '' AND (kind <> 'level' OR a.area IS NOT NULL)) AS parts,
    count(s.done) FILTER (WHERE a.area IS NOT NULL) AS parts_read
  FROM state AS s JOIN promise AS p ON p.commitment = s.commitment
  LEFT JOIN area_now AS a ON a.commitment = s.commitment AND a.area = s.area
  LEFT JOIN node AS n ON n.commitment = s.commitment AND n.node = s.stage
  WHERE s.stage = p.last_stage OR n.node IS NOT NULL
  GROUP BY s.commitment, s.at
),
summed AS (
  SELECT commitment, at, kind = 'level' AND parts_read > 0 AS in_part,
    CASE
      WHEN is_rate THEN whole
      WHEN kind = 'level' AND areas > 0 THEN iif(parts_read = areas, parts, whole)
      ELSE coalesce(whole + parts, whole, parts)
    END AS done
  FROM counted
),
figure AS (
  SELECT p.*, now.done, before.done AS done_before,
    iif(now.done IS NULL AND now.in_part, NULL, p.opening) AS untouched,
    now.done IS NULL AND ifnull(now.in_part, 0) AS partly_read,
    CASE WHEN p.kind NOT IN ('rank', 'duty') AND NOT (p.falls AND p.opening IS NULL)
      THEN nullif(p.target - ifnull(p.opening, 0), 0) END AS way
  FROM promise AS p
  LEFT JOIN summed AS now ON now.commitment = p.commitment AND now.at = 'now'
  LEFT JOIN summed AS before ON before.commitment = p.commitment AND before.at = 'before'
),
timed AS (
  SELECT commitment, start, due, ifnull(opening, 0) AS opening, way, ifnull(abs(way), 1) AS span
  FROM figure
  WHERE kind IN ('quantity', 'level') AND start IS NOT NULL AND due IS NOT NULL
),
bend AS (
  SELECT commitment, '' AS day, 0 AS reach FROM timed
  UNION ALL SELECT commitment, date(start, '-1 day'), 0 FROM timed
  UNION ALL SELECT t.commitment, x.until,
    max(0, min(t.span, (x.reach - t.opening) * iif(t.way < 0, -1, 1)))
  FROM plan_point AS x JOIN timed AS t ON t.commitment = x.commitment
  WHERE x.reach IS NOT NULL AND t.way IS NOT NULL AND x.until >= t.start AND x.until < t.due
    AND x.change = (SELECT max(change) FROM plan_point
      WHERE commitment = x.commitment AND until = x.until)
  UNION ALL SELECT commitment, due, span FROM timed
  UNION ALL SELECT commitment, '9999-12-31', span FROM timed
),
leg AS (
  SELECT commitment, day AS until, reach,
    lag(day) OVER along AS since, lag(reach) OVER along AS reached
  FROM bend WINDOW along AS (PARTITION BY commitment ORDER BY day)
),
schedule AS (
  SELECT commitment, weight AS planned, 1 AS days FROM
    (SELECT commitment, due_by_now AS weight FROM nodes)
  UNION ALL
  SELECT commitment, iif(reach = reached, reach, reached * days + (reach - reached) * passed),
    iif(reach = reached, 1, days)
  FROM (SELECT leg.*, CAST(julianday(until) - julianday(since) AS INTEGER) AS days,
      CAST(julianday(today.day) - julianday(since) AS INTEGER) AS passed
    FROM leg, today WHERE since < today.day AND today.day <= until)
),
course AS (
  SELECT f.*, ifnull(abs(way), 1) AS span, s.planned, s.days,
    (ifnull(done, untouched) - ifnull(opening, 0)) * (way / abs(way)) AS covered,
    (ifnull(done_before, untouched) - ifnull(opening, 0)) * (way / abs(way)) AS covered_before,
    ifnull(iif(kind = 'rank' OR falls, done <= target, done >= target), 0) AS met,
    kind = 'rank' AND ifnull(days_left, 1) > 0 AS contested,
    measured AND kind IN ('quantity', 'milestones') AS adds_up
  FROM figure AS f LEFT JOIN schedule AS s ON s.commitment = f.commitment
),
result AS (
  SELECT *, span * days AS whole, covered * days - planned AS gap,
    covered - covered_before AS points, met AND NOT contested AS kept,
    iif(adds_up, ifnull(done, 0), done) AS shown,
    CASE
      WHEN adds_up THEN ifnull(done, 0) - ifnull(done_before, 0)
      WHEN kind = 'level' THEN done - ifnull(done_before, opening)
    END AS week
  FROM course
)
SELECT slug, name, name_en, department, department_name, kind, unit,
  iif(target % one = 0, target / one, target * 1.0 / one) AS target,
  comparator, start, due, days_left,
  iif(shown % one = 0, shown / one, shown * 1.0 / one) AS done,
  CAST((10000 * covered + iif(covered < 0, -span, span) / 2) / span AS INTEGER) / 100.0
    AS completion,
  CAST((10000 * planned + whole / 2) / whole AS INTEGER) / 100.0 AS pace,
  CAST((10000 * gap + iif(gap < 0, -whole, whole) / 2) / whole AS INTEGER) / 100.0 AS gap,
  iif(week % one = 0, week / one, week * 1.0 / one) AS week,
  CAST((10000 * points + iif(points < 0, -span, span) / 2) / span AS INTEGER) / 100.0
    AS week_points,
  CASE
    WHEN NOT measured THEN 'no_measure'
    WHEN kept THEN 'completed'
    WHEN days_left < 0 THEN 'overdue'
    WHEN done IS NULL THEN iif(partly_read, 'no_measure', 'not_started')
    WHEN kind = 'rank' AND done <= stretch THEN 'ahead'
    WHEN kind = 'rank' THEN iif(met, 'on_pace', 'behind')
    WHEN gap IS NULL THEN 'no_measure'
    WHEN 100 * gap <= -yellow * whole THEN 'behind'
    WHEN 100 * gap >= ahead * whole THEN 'ahead'
    ELSE 'on_pace'
  END AS class,
  CASE
    WHEN NOT measured THEN 'none'
    WHEN kept THEN 'blue'
    WHEN days_left < 0 THEN 'red'
    WHEN gap IS NULL THEN 'none'
    WHEN 100 * gap <= -red * whole THEN 'red'
    WHEN 100 * gap <= -yellow * whole THEN 'yellow'
    ELSE 'green'
  END AS light,
  ifnull(reported.entries, 0) AS entries, reported.last_entry, terms_moved, closed_out
FROM rules, result LEFT JOIN reported USING (commitment)
ORDER BY position, commitment;

CREATE VIEW entries AS
WITH RECURSIVE
below (undo, act) AS (
  SELECT act, of_act FROM undo
  UNION ALL
  SELECT below.undo, undo.of_act FROM below JOIN undo ON undo.act = below.act
),
turn AS (
  SELECT root, act, of_act, row_number() OVER (PARTITION BY root ORDER BY act DESC) AS number
  FROM (SELECT undo, min(act) AS root FROM below GROUP BY undo) JOIN undo ON act = undo
),
taken (root, number, acts) AS (
  SELECT root, 1, ',' || of_act || ',' FROM turn WHERE number = 1
  UNION ALL
  SELECT root, turn.number, acts || iif(instr(acts, ',' || act || ','), '', of_act || ',')
  FROM taken JOIN turn USING (root) WHERE turn.number = taken.number + 1
),
undone AS (
  SELECT DISTINCT root FROM taken WHERE instr(acts, ',' || root || ',')
),
latest AS (
  SELECT entry, field, max(act), value, change FROM correction WHERE act NOT IN undone
  GROUP BY entry, field
),
corrected AS (
  SELECT entry,
    max(iif(field = 'day', value, NULL)) AS day,
    max(iif(field = 'mode', value, NULL)) AS mode,
    max(iif(field = 'amount', value, NULL)) AS amount,
    max(iif(field = 'area', value, NULL)) AS area,
    max(iif(field = 'area', change, NULL)) AS area_since,
    max(iif(field = 'stage', value, NULL)) AS stage,
    max(iif(field = 'stage', change, NULL)) AS stage_since,
    max(iif(field = 'note', ifnull(value, ''), NULL)) AS note,
    max(iif(field = 'problem', ifnull(value, ''), NULL)) AS problem,
    max(iif(field = 'next_step', ifnull(value, ''), NULL)) AS next_step
  FROM latest GROUP BY entry
),
renamed (commitment, is_area, name, change, called, at) AS (
  SELECT commitment, part = 'area', name, change, became, change
  FROM retired WHERE became IS NOT NULL
  UNION ALL
  SELECT n.commitment, n.is_area, n.name, n.change, r.became, r.change
  FROM renamed AS n JOIN retired AS r ON r.commitment = n.commitment
    AND (r.part = 'area') = n.is_area AND r.name = n.called AND r.became IS NOT NULL
    AND r.change = (SELECT min(change) FROM retired WHERE commitment = r.commitment
      AND part = r.part AND name = r.name AND became IS NOT NULL AND change > n.at)
),
name_now AS (
  SELECT commitment, is_area, name, change, called, max(at) FROM renamed
  GROUP BY commitment, is_area, name, change
),
standing AS (
  SELECT e.act, e.change, e.commitment, ifnull(k.day, e.day) AS day, ifnull(k.mode, e.mode) AS mode,
    ifnull(k.amount, e.amount) AS amount,
    CAST('1' || substr('000000', 1, ifnull(u.scale, 0)) AS INTEGER) AS one, t.unit,
    nullif(ifnull(k.area, e.area), '') AS area, ifnull(k.area_since, e.change) AS area_since,
    nullif(ifnull(k.stage, e.stage), '') AS stage, ifnull(k.stage_since, e.change) AS stage_since,
    nullif(ifnull(k.note, e.note), '') AS note,
    nullif(ifnull(k.problem, e.problem), '') AS problem,
    nullif(ifnull(k.next_step, e.next_step), '') AS next_step
  FROM entry AS e
  JOIN terms AS t ON t.commitment = e.commitment
    AND t.change = (SELECT max(change) FROM terms WHERE commitment = e.commitment)
  LEFT JOIN unit AS u ON u.unit = t.unit
  LEFT JOIN corrected AS k ON k.entry = e.act
  WHERE e.act NOT IN undone
)
SELECT s.act AS entry, c.slug, p.name, s.day, s.mode,
  iif(amount % one = 0, amount / one, amount * 1.0 / one) AS amount, s.unit,
  ifnull((SELECT called FROM name_now WHERE commitment = s.commitment AND is_area
    AND name = s.area AND change > area_since ORDER BY change LIMIT 1), s.area) AS area,
  ifnull((SELECT called FROM name_now WHERE commitment = s.commitment AND NOT is_area
    AND name = s.stage AND change > stage_since ORDER BY change LIMIT 1), s.stage) AS stage,
  s.note, s.problem, s.next_step, change.author, change.recorded_at
FROM standing AS s
JOIN commitment AS c ON c.commitment = s.commitment
JOIN profile AS p ON p.commitment = s.commitment
  AND p.change = (SELECT max(change) FROM profile WHERE commitment = s.commitment)
JOIN change ON change.change = s.change
ORDER BY s.act;
"""

CHAIN = ("retired", "close_out")
