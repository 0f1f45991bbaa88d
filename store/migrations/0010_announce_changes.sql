-- Whoever follows a programme, a job or a software is woken when something of it is written, whoever writes it.
-- A notification names what to read again and holds nothing else; many at once are told as one for all of their kind.

create function announce_changes() returns trigger
language plpgsql as $$
declare
    kind constant text := tg_argv[0];
    subjects uuid[];
begin
    execute format('select array(select distinct %s from changed as t limit 101)', tg_argv[1]) into subjects;
    if cardinality(subjects) > 100 then
        perform pg_notify('commonfield_changes', kind || ':*');
    else
        perform pg_notify('commonfield_changes', kind || ':' || subject)
        from unnest(subjects) as subject where subject is not null;
    end if;
    return null;
end
$$;

create trigger announce_insert after insert on job
    referencing new table as changed for each statement execute function announce_changes('job', 't.id');
create trigger announce_update after update on job
    referencing new table as changed for each statement execute function announce_changes('job', 't.id');

create trigger announce_insert after insert on health_snapshot
    referencing new table as changed for each statement execute function announce_changes('software', 't.software_id');
create trigger announce_update after update on health_snapshot
    referencing new table as changed for each statement execute function announce_changes('software', 't.software_id');

create trigger announce_insert after insert on programme
    referencing new table as changed for each statement execute function announce_changes('programme', 't.id');
create trigger announce_update after update on programme
    referencing new table as changed for each statement execute function announce_changes('programme', 't.id');

create trigger announce_insert after insert on challenge
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');
create trigger announce_update after update on challenge
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');

create trigger announce_insert after insert on application
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select c.programme_id from challenge c where c.id = t.challenge_id)');
create trigger announce_update after update on application
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select c.programme_id from challenge c where c.id = t.challenge_id)');

create trigger announce_insert after insert on cohort_assignment
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');
create trigger announce_update after update on cohort_assignment
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');

create trigger announce_insert after insert on match
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');
create trigger announce_update after update on match
    referencing new table as changed for each statement execute function announce_changes('programme', 't.programme_id');

create trigger announce_insert after insert on milestone
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select m.programme_id from match m where m.id = t.match_id)');
create trigger announce_update after update on milestone
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select m.programme_id from match m where m.id = t.match_id)');

create trigger announce_insert after insert on delivery
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select m.programme_id from match m where m.id = t.match_id)');
create trigger announce_update after update on delivery
    referencing new table as changed for each statement
    execute function announce_changes('programme', '(select m.programme_id from match m where m.id = t.match_id)');
