-- Every table names its centre first in its key, so that a later split by centre stays possible. Two hold for the whole
-- country or for several centres: the State Council's notices, and practitioners (with the centres they serve beside).

create table centre (
  centre_id  text primary key check (centre_id ~ '^[a-z][a-z0-9_-]{0,39}$'),
  name       text not null check (name <> ''),
  zone       text not null,
  policy     text not null,
  hours      jsonb not null,
  patterns   jsonb not null,
  version    bigint not null default 0
);
comment on column centre.version is 'The version of the published roster; grows by one with each publication or amendment.';

create table day_by_hand (
  centre_id  text not null references centre,
  day        date not null,
  open       boolean not null,
  windows    jsonb not null,
  reason     text not null check (reason <> ''),
  primary key (centre_id, day)
);

create table holiday_notice (
  year        int primary key check (year between 1949 and 2200),
  body        jsonb not null,
  imported_at timestamptz not null,
  imported_by text not null
);

create table practitioner (
  practitioner_id text primary key check (practitioner_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  licence         text not null,
  body            jsonb not null
);
create unique index practitioner_licence on practitioner (licence) where licence <> '';

create table practitioner_centre (
  centre_id       text not null references centre,
  practitioner_id text not null references practitioner,
  primary key (centre_id, practitioner_id)
);
create index on practitioner_centre (practitioner_id);

create table duty (
  centre_id text not null references centre,
  duty_id   text not null,
  day       date not null,
  shift     text not null,
  kind      text not null check (kind in ('SEAT', 'STANDBY')),
  seat      int not null check (seat between 1 and 1000),
  role      text not null,
  lawyer    text not null references practitioner,
  during    tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  locked    boolean not null default false,
  primary key (centre_id, duty_id),
  -- Deferred, so that two lawyers can change places in one transaction.
  constraint one_place_at_a_time exclude using gist (lawyer with =, during with &&) deferrable initially deferred,
  constraint one_lawyer_a_seat exclude using gist
    (centre_id with =, shift with =, kind with =, seat with =, during with &&) deferrable initially deferred
);
create index duty_by_day on duty (centre_id, day);
create index duty_by_lawyer on duty (lawyer, day);

-- What is over cannot be changed. The service names its moment (app.now), since its clock may be shifted for a
-- demonstration; without one the database's own clock counts. Of a duty that is under way only the end may move, and
-- not to before now: a lawyer who falls ill has done his part of the shift.
create function keep_the_past() returns trigger language plpgsql as $$
declare
  moment timestamptz := coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now());
begin
  if upper(old.during) <= moment then
    raise exception 'The duty of % on % is over and cannot be changed.', old.lawyer, old.day using errcode = 'HL001';
  end if;
  if lower(old.during) <= moment then
    if tg_op = 'DELETE' or old.lawyer <> new.lawyer or lower(old.during) <> lower(new.during)
       or upper(new.during) < moment then
      raise exception 'The duty of % on % has begun; only its end can be moved, and not to before now.',
        old.lawyer, old.day using errcode = 'HL001';
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger keep_the_past before update or delete on duty for each row execute function keep_the_past();

-- Each publication and each amendment, with the duties it took away and those it put in their place.
create table roster_version (
  centre_id text not null references centre,
  version   bigint not null,
  kind      text not null check (kind in ('PUBLISHED', 'AMENDED')),
  at        timestamptz not null,
  by_whom   text not null,
  why       text not null,
  taken     jsonb not null,
  given     jsonb not null,
  primary key (centre_id, version)
);

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are kept as they were written.', tg_table_name using errcode = 'HL002';
end
$$;
create trigger append_only before update or delete on roster_version for each row execute function append_only();

-- Row-level security: a transaction sees the centre it named, or, naming '*', all of them.
create function visible(centre text) returns boolean language sql stable as $$
  select current_setting('app.centre', true) in (centre, '*')
$$;

do $$
declare
  name text;
begin
  foreach name in array array['centre', 'day_by_hand', 'practitioner_centre', 'duty', 'roster_version'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy by_centre on %I using (visible(centre_id)) with check (visible(centre_id))', name);
  end loop;
end
$$;

alter table practitioner enable row level security;
alter table practitioner force row level security;
-- A colleague is seen by the centres he serves. Anyone may write a new one: the row that ties him to a centre is checked.
create policy by_centre on practitioner for select using (
  current_setting('app.centre', true) = '*'
  or exists (select from practitioner_centre pc where pc.practitioner_id = practitioner.practitioner_id));
create policy entered on practitioner for insert with check (true);
create policy edited on practitioner for update using (
  current_setting('app.centre', true) = '*'
  or exists (select from practitioner_centre pc where pc.practitioner_id = practitioner.practitioner_id))
  with check (true);

grant select, insert, update, delete on all tables in schema ${flyway:defaultSchema} to hotline_app;
revoke all on flyway_schema_history from hotline_app;
alter default privileges in schema ${flyway:defaultSchema} grant select, insert, update, delete on tables to hotline_app;
