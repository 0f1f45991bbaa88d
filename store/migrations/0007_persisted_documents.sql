-- Queries that programs ask again by their hash, so that the answers of a GET can be kept by caches on the way.

create table persisted_document (
    sha256 bytea primary key check (length(sha256) = 32),
    document text not null check (length(document) <= 16384),
    kept_at timestamptz not null default now()
);
create index persisted_document_kept_at on persisted_document (kept_at);

comment on table persisted_document is
    'anybody may add one by asking it, so both their number and their length are bounded; the oldest goes first, and its client sends it again';
