-- Recordings and messages: where the sealed file of each lies, how long it is kept, who may not delete it yet. The
-- sound itself never stands here.
do $$
begin
  if not exists (select from pg_roles where rolname = 'hotline_app') then
    create role hotline_app nologin nosuperuser nobypassrls;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant hotline_app to current_user;
grant usage on schema ${flyway:defaultSchema} to hotline_app;

create table recording (
    centre_id       text        not null,
    id              text        not null,
    consultation_id text        not null,
    kind            text        not null check (kind in ('CALL', 'MESSAGE')),
    source          text        not null,
    ended_at        timestamptz not null,
    state           text        not null check (state in ('SEALED', 'NONE', 'LOST', 'DELETED')),
    sealed_at       timestamptz not null,
    bytes           bigint      not null default 0 check (bytes >= 0),
    millis          bigint      not null default 0 check (millis >= 0),
    peaks           bytea,
    short           boolean     not null default false,
    plain_removed   boolean     not null default false,
    deleted_at      timestamptz,
    primary key (centre_id, id),
    unique (centre_id, kind, source)
);
comment on column recording.source is 'the file that the PBX wrote, below its spool';
comment on column recording.state is 'NONE: nobody talked, the PBX wrote nothing; LOST: there was talk and no sound came of it';
comment on column recording.short is 'holds much less than was talked: a part was lost';
comment on column recording.peaks is 'the loudest sample of each stretch of equal length, 0 to 255';
create index recording_of on recording (centre_id, consultation_id);
create index recording_due on recording (ended_at) where state = 'SEALED';
create index recording_plain on recording (sealed_at) where not plain_removed;

-- A legal hold: nothing of this consultation is deleted while it stands.
create table recording_hold (
    centre_id       text        not null,
    consultation_id text        not null,
    reason          text        not null check (length(reason) between 1 and 500),
    by_whom         text        not null,
    at              timestamptz not null,
    primary key (centre_id, consultation_id)
);

-- What the sealer looks for: ended calls that name a file.
create index consultation_sound on consultation (ended_at)
    where ended_at is not null and (recording_file is not null or voicemail_file is not null);

do $$
declare
  name text;
begin
  foreach name in array array['recording', 'recording_hold'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy by_centre on %I
      using (current_setting('app.centre', true) in (centre_id, '*'))
      with check (current_setting('app.centre', true) in (centre_id, '*'))$p$, name);
    execute format('grant select, insert, update, delete on %I to hotline_app', name);
  end loop;
end
$$;
grant select on consultation to hotline_app;
