-- What people ask, decide and do about a roster: drafts, leave, swaps, sign-ins, rates. Each is one document with the few
-- columns it is looked up by.
create table paper (
  centre_id text not null references centre,
  kind      text not null,
  paper_id  text not null,
  lawyer    text not null,
  from_day  date not null,
  to_day    date not null check (to_day >= from_day),
  open      boolean not null,
  body      jsonb not null,
  primary key (centre_id, kind, paper_id)
);
create index paper_by_day on paper (centre_id, kind, from_day);
create index paper_open on paper (centre_id, kind) where open;

create table audit_event (
  centre_id text not null references centre,
  event_id  bigint generated always as identity,
  at        timestamptz not null,
  by_whom   text not null,
  action    text not null,
  subject   text not null,
  detail    text not null,
  primary key (centre_id, event_id)
);
create trigger append_only before update or delete on audit_event for each row execute function append_only();

create table outbox (
  centre_id text not null references centre,
  notice_id text not null,
  body      jsonb not null,
  next_try  timestamptz not null,
  tries     int not null default 0,
  sent_at   timestamptz,
  given_up  boolean not null default false,
  error     text not null default '',
  primary key (centre_id, notice_id)
);
create index outbox_waiting on outbox (next_try) where sent_at is null and not given_up;

do $$
declare
  name text;
begin
  foreach name in array array['paper', 'audit_event', 'outbox'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy by_centre on %I using (visible(centre_id)) with check (visible(centre_id))', name);
  end loop;
end
$$;
grant select, insert, update, delete on paper, outbox to hotline_app;
grant select, insert on audit_event to hotline_app;
revoke update, delete on audit_event from hotline_app;
