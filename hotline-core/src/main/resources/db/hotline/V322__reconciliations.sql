-- The record against the exchange's own logs, a stretch of time in a row. A PBX may serve several centres, so its name
-- leads the key, as in the journal's tables.
create table ${flyway:defaultSchema}.reconciliation (
    pbx         text        not null,
    from_at     timestamptz not null,
    until_at    timestamptz not null,
    compared_at timestamptz not null,
    cel         integer     not null,
    queued      integer     not null,
    book        integer     not null,
    second_feed integer     not null,
    differences jsonb       not null default '[]',
    primary key (pbx, from_at, until_at)
);
create index reconciliation_newest on ${flyway:defaultSchema}.reconciliation (compared_at desc);
