-- A claim is who has a mail in hand; addresses of mails that failed stay until they are purged.
ALTER TABLE outbox ADD COLUMN claim TEXT;
ALTER TABLE outbox DROP CONSTRAINT outbox_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_check CHECK (state = 'waiting'
  OR (sealed IS NULL AND settled_at IS NOT NULL AND (recipient IS NULL OR state = 'failed')));
CREATE INDEX outbox_claim ON outbox (claim) WHERE claim IS NOT NULL;
