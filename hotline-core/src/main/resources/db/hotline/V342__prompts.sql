-- What a centre recorded in place of the generated voice. Every version is kept; which one callers hear is a choice.
create table prompt_version (
    centre_id text        not null,
    language  text        not null check (language in ('zh', 'en')),
    key       text        not null check (key ~ '^[a-z0-9-]{1,64}$'),
    version   integer     not null check (version > 0),
    wav       bytea       not null,
    millis    integer     not null check (millis > 0),
    file_name text        not null,
    by_whom   text        not null,
    at        timestamptz not null,
    primary key (centre_id, language, key, version)
);
create table prompt_choice (
    centre_id text    not null,
    language  text    not null,
    key       text    not null,
    version   integer not null,
    primary key (centre_id, language, key),
    foreign key (centre_id, language, key, version) references prompt_version
);
comment on table prompt_choice is 'no row: the generated voice';
do $$
declare
  name text;
begin
  foreach name in array array['prompt_version', 'prompt_choice'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy by_centre on %I
      using (current_setting('app.centre', true) in (centre_id, '*'))
      with check (current_setting('app.centre', true) in (centre_id, '*'))$p$, name);
    execute format('grant select, insert, update, delete on %I to hotline_app', name);
  end loop;
end
$$;
