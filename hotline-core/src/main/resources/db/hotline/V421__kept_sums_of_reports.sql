-- The sums of a day, kept once it has been counted (ADR 0090). Whatever changes a record notes the moment it began and
-- the transaction that did it; sums are good while no such transaction lies outside the snapshot they were counted in.
-- Nobody waits for anybody: writers only add a row, and who counts reads what is committed.
create table report_day (
    centre_id      text        not null,
    zone           text        not null,
    day            date        not null,
    from_at        timestamptz not null,
    to_at          timestamptz not null,
    seen           pg_snapshot not null,
    worst_at       timestamptz,
    worst_offered  bigint,
    worst_answered bigint,
    primary key (centre_id, zone, day)
);
comment on column report_day.seen is 'the counting saw every transaction of this snapshot, and maybe more';
comment on column report_day.worst_at is 'the call that ends the 24 hours with the smallest answer rate of those that end on this day';

create table report_sum (
    centre_id text   not null,
    zone      text   not null,
    day       date   not null,
    dimension text   not null,
    key       text   not null,
    records   bigint not null,
    calls     bigint not null,
    offered   bigint not null,
    answered  bigint not null,
    within    bigint not null,
    abandoned bigint not null,
    rated     bigint not null,
    satisfied bigint not null,
    content   bigint not null,
    talk      bigint not null,
    wait      bigint not null,
    primary key (centre_id, zone, day, dimension, key)
);

create table report_touch (
    centre_id text        not null,
    at        timestamptz not null,
    xid       xid8        not null
);
create index report_touch_at on report_touch (centre_id, at);

create function report_touch_call() returns trigger language plpgsql security definer as $$
begin
  if tg_op <> 'INSERT' then
    insert into ${flyway:defaultSchema}.report_touch values (old.centre_id, old.started_at, pg_current_xact_id());
  end if;
  if tg_op <> 'DELETE' then
    insert into ${flyway:defaultSchema}.report_touch values (new.centre_id, new.started_at, pg_current_xact_id());
  end if;
  return null;
end
$$;
create trigger report_touch_new after insert or delete on consultation
  for each row execute function report_touch_call();
-- A call that is up is written again with each of its events; few of them change what reports count.
create trigger report_touch_changed after update on consultation for each row
  when ((old.centre_id, old.started_at, old.channel, old.outcome, old.lawyer, old.wait_seconds, old.talk_seconds,
         old.rating, old.queued_at) is distinct from
        (new.centre_id, new.started_at, new.channel, new.outcome, new.lawyer, new.wait_seconds, new.talk_seconds,
         new.rating, new.queued_at))
  execute function report_touch_call();

create function report_touch_note() returns trigger language plpgsql security definer as $$
begin
  insert into ${flyway:defaultSchema}.report_touch
    select c.centre_id, c.started_at, pg_current_xact_id() from ${flyway:defaultSchema}.consultation c
    where (c.centre_id, c.id) = (coalesce(new.centre_id, old.centre_id), coalesce(new.id, old.id));
  return null;
end
$$;
create trigger report_touch_new after insert or delete on consultation_note
  for each row execute function report_touch_note();
create trigger report_touch_changed after update on consultation_note for each row
  when ((old.category, old.disposition, old.district, old.caller_groups) is distinct from
        (new.category, new.disposition, new.district, new.caller_groups))
  execute function report_touch_note();

create function report_forget() returns trigger language plpgsql security definer as $$
begin
  delete from ${flyway:defaultSchema}.report_sum;
  delete from ${flyway:defaultSchema}.report_day;
  return null;
end
$$;
create trigger report_forget after truncate on consultation for each statement execute function report_forget();
create trigger report_forget after truncate on consultation_note for each statement execute function report_forget();

do $$
declare
  name text;
begin
  foreach name in array array['report_day', 'report_sum', 'report_touch'] loop
    execute format('alter table %I enable row level security', name);
    execute format($p$create policy by_centre on %I
      using (current_setting('app.centre', true) in (centre_id, '*'))
      with check (current_setting('app.centre', true) in (centre_id, '*'))$p$, name);
    execute format('grant select, insert, update, delete on %I to hotline_app', name);
  end loop;
end
$$;
