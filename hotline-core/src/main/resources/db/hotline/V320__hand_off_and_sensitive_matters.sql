-- What goes on after a consultation, and that a caller would not give his name.
alter table ${flyway:defaultSchema}.consultation_note
    add column name_withheld   boolean not null default false,
    add column aid_application boolean not null default false,
    add column referred_to     text    not null default '',
    add column follow_up_on    date;

-- Medical, criminal and domestic-violence matters and those of minors are sensitive (PIPL art. 28): choosing one of
-- these words narrows who may read the notes.
alter table ${flyway:defaultSchema}.word add column sensitive boolean not null default false;
update ${flyway:defaultSchema}.word set sensitive = true
    where key in ('domestic_violence', 'medical', 'criminal', 'minor');
update ${flyway:defaultSchema}.consultation_note set sensitive = true
    where category in ('domestic_violence', 'medical', 'criminal') or 'minor' = any(caller_groups);
