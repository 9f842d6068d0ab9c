-- Alarms of the watch, over a restart of the service; centre_id '*': they concern every centre.
create table watch_alarm (
    centre_id       text        not null,
    id              text        not null,
    raised_at       timestamptz not null,
    kind            text        not null,
    subject         text        not null,
    zh              text        not null,
    en              text        not null,
    acknowledged_by text,
    cleared_at      timestamptz,
    primary key (centre_id, id, raised_at)
);
create index watch_alarm_cleared on watch_alarm (cleared_at desc);

-- Who is sent a centre's alarms. The address is sealed.
create table watch_recipient (
    centre_id     text        not null,
    position      integer     not null,
    address       bytea       not null,
    urgent_only   boolean     not null,
    after_seconds integer     not null check (after_seconds between 0 and 86400),
    changed_by    text        not null,
    changed_at    timestamptz not null,
    primary key (centre_id, position)
);
do $$
declare
  name text;
begin
  foreach name in array array['watch_alarm', 'watch_recipient'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy by_centre on %I
      using (current_setting('app.centre', true) in (centre_id, '*'))
      with check (current_setting('app.centre', true) in (centre_id, '*'))$p$, name);
    execute format('grant select, insert, update, delete on %I to hotline_app', name);
  end loop;
end
$$;
