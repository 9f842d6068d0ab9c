-- What a centre has chosen of its line; none: the usual. The mobile of who is called for help is sealed.
create table line_choice (
    centre_id        text        not null primary key,
    earlier_turn_key boolean     not null,
    english_key      boolean     not null,
    overflow_seconds integer     check (overflow_seconds between 5 and 3600),
    helping          text[]      check (cardinality(helping) <= 5),
    help_person      text,
    help_mobile      bytea,
    short_number     text        unique check (short_number ~ '^[2-9][0-9]{0,3}$'),
    changed_by       text        not null,
    changed_at       timestamptz not null
);
comment on column line_choice.helping is 'null: those that stand near in the tree (centre.parent)';
alter table line_choice enable row level security;
alter table line_choice force row level security;
create policy by_centre on line_choice
    using (current_setting('app.centre', true) in (centre_id, '*'))
    with check (current_setting('app.centre', true) in (centre_id, '*'));
grant select, insert, update, delete on line_choice to hotline_app;
