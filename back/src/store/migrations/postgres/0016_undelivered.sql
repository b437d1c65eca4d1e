-- Mails that were given up, by their account: members of staff look for them.
CREATE INDEX outbox_failed ON outbox (account) WHERE state = 'failed';
