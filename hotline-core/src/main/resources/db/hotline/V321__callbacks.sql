-- Whom a centre owes a call. At most one is open for a number: what makes another call necessary is added to it.
create table ${flyway:defaultSchema}.callback (
    centre_id   text        not null,
    id          text        not null,
    number      bytea       not null,
    number_mark bytea       not null,
    state       text        not null check (state in ('WAITING', 'CLAIMED', 'CALLING', 'CLOSED')),
    ending      text check (ending in ('SPOKEN', 'CALLED_IN', 'GIVEN_UP', 'DISMISSED', 'WITHDRAWN')),
    created_at  timestamptz not null,
    due_at      timestamptz not null,
    lawyer      text,
    since       timestamptz,
    closed_by   text,
    closed_at   timestamptz,
    note        text        not null default '',
    attempts    jsonb       not null default '[]',
    version     bigint      not null,
    changed_at  timestamptz not null,
    primary key (centre_id, id),
    check ((state = 'CLOSED') = (ending is not null and closed_at is not null)),
    check ((state in ('CLAIMED', 'CALLING')) = (lawyer is not null and since is not null))
);
create unique index callback_open on ${flyway:defaultSchema}.callback (centre_id, number_mark) where state <> 'CLOSED';
create index callback_due on ${flyway:defaultSchema}.callback (centre_id, due_at, id) where state <> 'CLOSED';
create index callback_closed
    on ${flyway:defaultSchema}.callback (centre_id, closed_at desc, id desc) where state = 'CLOSED';
create index callback_changed on ${flyway:defaultSchema}.callback (centre_id, changed_at);

-- What made it necessary. A call is the source of one callback at most, however often the journal is read again.
create table ${flyway:defaultSchema}.callback_source (
    centre_id       text        not null,
    callback_id     text        not null,
    consultation_id text        not null,
    reason          text        not null check (reason in ('INTERRUPTED', 'REQUESTED', 'MISSED', 'VOICEMAIL',
                                                           'BY_HAND')),
    at              timestamptz not null,
    primary key (centre_id, consultation_id),
    foreign key (centre_id, callback_id) references ${flyway:defaultSchema}.callback (centre_id, id) on delete cascade
);
create index callback_sources on ${flyway:defaultSchema}.callback_source (centre_id, callback_id);

-- A callback's own call in the book.
alter table ${flyway:defaultSchema}.consultation add column callback_id text;
create index consultation_of_callback
    on ${flyway:defaultSchema}.consultation (centre_id, callback_id) where callback_id is not null;
-- Whether a clock was set under the call, so that its times are doubtful.
alter table ${flyway:defaultSchema}.consultation add column suspect boolean not null default false;
