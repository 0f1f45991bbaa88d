-- A webhook is its organisation's: it goes on when who registered it is deleted.

alter table webhook drop constraint webhook_created_by_fkey;
alter table webhook add constraint webhook_created_by_fkey
    foreign key (created_by) references person on delete set null;
