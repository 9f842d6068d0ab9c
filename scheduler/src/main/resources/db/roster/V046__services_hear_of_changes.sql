-- Each service keeps the roster in memory: all are told when it changes, whoever changed it.
create function tell_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('roster_changed', tg_table_name);
    return null;
end $$;

create trigger tell_changed after insert or update or delete on centre
    for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on day_by_hand
    for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on holiday_notice
    for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on practitioner
    for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on practitioner_centre
    for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on duty
    for each statement execute function tell_changed();
