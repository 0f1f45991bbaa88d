-- Which identity provider a session came from, and every key that credentials were signed with.

alter table session add column issuer text;
comment on column session.issuer is 'the provider that vouched for its holder, who may sign out there too; null without one';

create table signing_key (
    thumbprint text primary key,
    public_key jsonb not null,
    first_used_at timestamptz not null default now()
);
comment on table signing_key is 'public halves (RFC 7517) of the keys that sign credentials, which stay checkable when the key changes';
