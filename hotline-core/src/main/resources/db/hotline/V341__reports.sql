-- What reports count. Two covering indexes answer them without touching the wide rows.
create index consultation_report on consultation (centre_id, started_at)
    include (id, channel, outcome, lawyer, wait_seconds, talk_seconds, rating, queued_at);
create index consultation_note_report on consultation_note (centre_id, id)
    include (category, district, disposition, caller_groups);

-- Numbers from before this log: how many consultations by a channel were counted elsewhere until a day. Records from
-- that day on count here.
create table report_opening (
    centre_id   text        not null,
    channel     text        not null check (channel in ('PHONE', 'IN_PERSON', 'ONLINE', 'OUTREACH')),
    as_at       date        not null,
    year_count  bigint      not null check (year_count >= 0),
    total_count bigint      not null check (total_count >= year_count),
    by_whom     text        not null,
    at          timestamptz not null,
    primary key (centre_id, channel)
);
comment on column report_opening.as_at is 'records from the begin of this day on count here, earlier ones do not';
comment on column report_opening.year_count is 'of the total, those of the year of as_at';
alter table report_opening enable row level security;
alter table report_opening force row level security;
create policy by_centre on report_opening using (current_setting('app.centre', true) in (centre_id, '*'))
  with check (current_setting('app.centre', true) in (centre_id, '*'));
grant select, insert, update, delete on report_opening to hotline_app;
grant select on consultation, consultation_note to hotline_app;
