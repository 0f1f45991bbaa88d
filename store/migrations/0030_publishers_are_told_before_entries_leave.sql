-- The people of a publisher are told by e-mail before an entry of theirs leaves the lists: one more kind of alert.
-- Only a longer list of kinds is allowed, so rows need not be read again.
alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check check (
    kind in ('BAND_LOST', 'POINTS_LOST', 'NEW_CAP', 'LICENCE_CHANGED', 'NEW_ADVISORY', 'EXPIRING')
) not valid;
alter table alert validate constraint alert_kind_check;
