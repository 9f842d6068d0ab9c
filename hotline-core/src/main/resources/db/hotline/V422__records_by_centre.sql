-- What is done on behalf of people (the role hotline_app, in a transaction that names its centres) sees the records and
-- the callbacks of these centres only. The service's own work over all centres (journal, sealing, callbacks, figures) is done
-- as the owner of the tables, whom the policies do not bind.
create function sees(centre text) returns boolean language sql stable as $$
  select current_setting('app.centre', true) = '*'
      or centre = any (string_to_array(current_setting('app.centre', true), ','))
$$;

do $$
declare
  name text;
begin
  foreach name in array array['consultation', 'consultation_note', 'number_series', 'callback', 'callback_source'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy by_centre on %I using (${flyway:defaultSchema}.sees(centre_id))
      with check (${flyway:defaultSchema}.sees(centre_id))', name);
    execute format('grant select, insert, update on %I to hotline_app', name);
  end loop;
end
$$;
grant select on word to hotline_app;
