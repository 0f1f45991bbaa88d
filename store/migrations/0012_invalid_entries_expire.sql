-- An entry whose publiccode.yml has errors leaves the lists after a time, with notice; it stays at its own address.

alter table software
    add column invalid_since timestamptz,
    add column expiry_noticed_at timestamptz,
    add column expired_at timestamptz,
    add constraint software_expires_after_notice check (expired_at is null or expiry_noticed_at is not null);

update software set invalid_since = now() where publiccode_valid is false;

create index software_invalid_since on software (invalid_since) where invalid_since is not null;
