-- Each order in which long lists are read has an index of exactly its keys, so that a page costs its rows only.

create index software_by_health on software (coalesce(health_score, -1) desc, id desc);
create index software_by_release on software (coalesce(release_date, date '0001-01-01') desc, id desc);
create index organisation_by_name on organisation (coalesce(name ->> 'zh-Hant', name ->> 'en', slug), id);
create index organisation_by_time on organisation (created_at, id);
create index health_snapshot_by_time on health_snapshot (software_id, taken_at desc, id desc);
create index programme_challenges_by_time on challenge (programme_id, created_at, id);

-- Nothing reads in the order of the index that `software_by_health` replaces.
drop index software_health_score_id_idx;
