-- What only one copy of the service may do at a time. A lease is not of a centre: an exchange may serve several.
create table ${flyway:defaultSchema}.lease (
    name       text primary key,
    copy       text        not null default '',
    run        text        not null default '',
    token      bigint      not null default 0,
    beat       bigint      not null default 0,
    patience_ms bigint     not null default 0,
    held_since timestamptz,
    renewed_at timestamptz
);
comment on column ${flyway:defaultSchema}.lease.copy is 'who has it; empty: nobody';
comment on column ${flyway:defaultSchema}.lease.token is 'grows with every change of hands: the fence';
comment on column ${flyway:defaultSchema}.lease.beat is 'grows with every sign of life; others count their patience from when they see it';
comment on column ${flyway:defaultSchema}.lease.renewed_at is 'for people: no decision is made by it';

-- The copies of the service that run, or ran.
create table ${flyway:defaultSchema}.service_copy (
    copy       text primary key,
    run        text        not null,
    address    text        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null
);
