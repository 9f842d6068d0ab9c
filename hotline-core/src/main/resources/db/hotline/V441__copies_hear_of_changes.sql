-- What each copy of the service keeps in memory is told to all when it changes, whoever changed it.
create function ${flyway:defaultSchema}.tell_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('hotline_changed', tg_table_name);
    return null;
end $$;

create trigger tell_changed after insert or update or delete on ${flyway:defaultSchema}.closure
    for each statement execute function ${flyway:defaultSchema}.tell_changed();
create trigger tell_changed after insert or update or delete on ${flyway:defaultSchema}.lawyer_phone
    for each statement execute function ${flyway:defaultSchema}.tell_changed();
create trigger tell_changed after insert or update or delete on ${flyway:defaultSchema}.lawyer_status
    for each statement execute function ${flyway:defaultSchema}.tell_changed();
