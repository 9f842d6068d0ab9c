-- Filters of the log that somebody keeps for himself.
create table saved_filter (
    centre_id text        not null,
    username  text        not null,
    name      text        not null check (length(name) between 1 and 60),
    query     text        not null check (length(query) <= 1000),
    at        timestamptz not null,
    primary key (centre_id, username, name),
    foreign key (centre_id, username) references account (centre_id, username) on update cascade on delete cascade
);
alter table saved_filter enable row level security;
alter table saved_filter force row level security;
create policy by_centre on saved_filter using (current_setting('app.centre', true) in (centre_id, '*'))
  with check (current_setting('app.centre', true) in (centre_id, '*'));
grant select, insert, update, delete on saved_filter to hotline_app;
