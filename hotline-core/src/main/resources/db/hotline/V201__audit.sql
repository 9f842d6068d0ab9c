-- Who did what, when and why: append-only, each entry sealed with the hash of the one before. One chain a centre.
create table audit_entry (
  centre_id text        not null,
  number    bigint      not null,
  at        timestamptz not null,
  actor     text        not null,
  action    text        not null,
  subject   text        not null,
  reason    text        not null,
  detail    text        not null,
  previous  text        not null,
  hash      text        not null,
  primary key (centre_id, number)
);
create index audit_entry_at on audit_entry (centre_id, at);
create index audit_entry_actor on audit_entry (centre_id, actor, at);

-- The end of each chain: cutting off the latest entries shows too.
create table audit_head (
  centre_id text   not null primary key,
  number    bigint not null,
  hash      text   not null
);

-- Every part with its length in bytes before it, so that no two different entries have the same text.
create function audit_part(part text) returns text language sql immutable strict
  return octet_length(part) || ':' || part || ';';

create function audit_hash(previous text, centre text, number bigint, at timestamptz, actor text, action text,
                           subject text, reason text, detail text) returns text language sql immutable strict
  return encode(sha256(convert_to(
    ${flyway:defaultSchema}.audit_part(previous) || ${flyway:defaultSchema}.audit_part(centre)
    || ${flyway:defaultSchema}.audit_part(number::text)
    || ${flyway:defaultSchema}.audit_part((extract(epoch from at) * 1000000)::bigint::text)
    || ${flyway:defaultSchema}.audit_part(actor) || ${flyway:defaultSchema}.audit_part(action)
    || ${flyway:defaultSchema}.audit_part(subject) || ${flyway:defaultSchema}.audit_part(reason)
    || ${flyway:defaultSchema}.audit_part(detail), 'UTF8')), 'hex');

-- Whoever inserts, from whatever transaction, is given the next number and the hash: nobody can forget it.
create function audit_seal() returns trigger language plpgsql as $$
declare
  head ${flyway:defaultSchema}.audit_head%rowtype;
begin
  insert into ${flyway:defaultSchema}.audit_head values (new.centre_id, 0, '') on conflict do nothing;
  select * into head from ${flyway:defaultSchema}.audit_head where centre_id = new.centre_id for update;
  new.number := head.number + 1;
  new.previous := head.hash;
  new.hash := ${flyway:defaultSchema}.audit_hash(new.previous, new.centre_id, new.number, new.at, new.actor, new.action,
    new.subject, new.reason, new.detail);
  update ${flyway:defaultSchema}.audit_head set number = new.number, hash = new.hash where centre_id = new.centre_id;
  return new;
end
$$;
create trigger audit_seal before insert on audit_entry for each row execute function audit_seal();

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only: % is refused.', tg_op;
end
$$;
create trigger audit_keep before update or delete on audit_entry for each row execute function audit_refuse();
create trigger audit_keep_all before truncate on audit_entry for each statement execute function audit_refuse();
