-- What each caller has used of what it may ask for, added up by all web processes. It may be lost: buckets then begin empty.

create unlogged table bucket (
    key bytea primary key,
    points double precision not null,
    settled_at timestamptz not null default now()
);
comment on column bucket.key is 'hash of a token, a person or an address; deleted once its bucket has run empty';
comment on column bucket.points is 'how full it was at settled_at; it leaks since then';
create index on bucket (settled_at);
