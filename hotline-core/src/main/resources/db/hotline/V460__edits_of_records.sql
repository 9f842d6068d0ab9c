-- Who changed what in a record, and what stood there before. The changes of one person that follow each other within minutes
-- are one row: a record is saved as one types. A caller's name is sealed in its own table and is not kept here again.
create table consultation_edit (
    centre_id text        not null,
    id        text        not null,
    version   bigint      not null,
    edited_by text        not null,
    began_at  timestamptz not null,
    edited_at timestamptz not null,
    changes   jsonb       not null,
    primary key (centre_id, id, version)
);
alter table consultation_edit enable row level security;
create policy by_centre on consultation_edit using (${flyway:defaultSchema}.sees(centre_id))
  with check (${flyway:defaultSchema}.sees(centre_id));
grant select, insert, update on consultation_edit to hotline_app;
