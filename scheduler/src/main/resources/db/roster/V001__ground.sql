-- The schema itself is made by Flyway (default schema "roster").
-- btree_gist lets an exclusion constraint compare text with = and ranges with && in one index.
create extension if not exists btree_gist with schema public;

-- The role that reads and writes on behalf of one centre. Every transaction of the service switches to it
-- (set_config('role', 'hotline_app', true)) and names its centre (set_config('app.centre', …, true)), so that
-- row-level security holds even where the service logs in as the owner or as a superuser.
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
