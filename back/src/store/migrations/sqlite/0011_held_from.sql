-- The day (Julian day number, in the organisation's calendar) from which the session is held: terms that may still wait
-- today do not wait then. `held` says the same of today, for backs that know no more.
ALTER TABLE session ADD COLUMN held_from INTEGER;
