-- Who is stopped is credited with nothing, as a seller or above one: whether they are stopped belongs to the history.
CREATE INDEX event_stop ON event(id) WHERE kind = 11;
INSERT INTO event(owner, id, at, kind, ref_id, ref_line, value)
SELECT m.id, h.id + ROW_NUMBER() OVER (ORDER BY m.id), h.at + ROW_NUMBER() OVER (ORDER BY m.id), 11, 0, 0, 1
FROM member m, (SELECT COALESCE(MAX(id), 0) AS id, COALESCE(MAX(at), 0) AS at FROM event) h WHERE m.state = 'frozen';
-- Why a refund was not sent is a code, as with everything else that failed.
UPDATE refund SET error = 'noprovider' WHERE error = 'no provider';
UPDATE refund SET error = 'invalid' WHERE error = 'not accepted';
UPDATE refund SET error = SUBSTR(error, 9) WHERE error LIKE 'payment.%';
