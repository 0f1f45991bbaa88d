-- Groups at a GitLab lie within each other: whether those within a source are gone through with it.

alter table crawl_source add column includes_subgroups boolean not null default true;
