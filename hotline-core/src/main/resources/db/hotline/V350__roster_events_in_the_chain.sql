-- Whatever is written down of a roster becomes an entry of the chained audit log too, in the same transaction: neither
-- can be there without the other. A database without the roster's schema has nothing to take over.
do $outer$
begin
  if to_regclass('roster.audit_event') is null then
    return;
  end if;
  create function roster_event_to_chain() returns trigger language plpgsql security definer
    set search_path = ${flyway:defaultSchema}, pg_temp as $body$
  begin
    insert into ${flyway:defaultSchema}.audit_entry
      (centre_id, number, at, actor, action, subject, reason, detail, previous, hash)
    values (new.centre_id, 0, new.at, new.by_whom, 'roster.' || lower(new.action), new.subject, '',
      json_build_object('detail', new.detail)::text, '', '');
    return new;
  end
  $body$;
  create trigger into_the_chain after insert on roster.audit_event
    for each row execute function roster_event_to_chain();
end
$outer$;
