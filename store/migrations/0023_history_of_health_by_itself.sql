-- A history of health is read from its index alone: its rows are written over years, so each lies on a page of its own.
create index health_snapshot_history on health_snapshot (software_id, taken_at desc, id desc)
    include (score, band, coverage);
drop index health_snapshot_by_time;
