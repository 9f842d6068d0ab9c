-- Administration of system, of security and of audit are three offices (等保 2.0): the security officer is new.
alter table ${flyway:defaultSchema}.account drop constraint account_roles_check;
alter table ${flyway:defaultSchema}.account add constraint account_roles_check check (
  cardinality(roles) > 0 and roles <@ array['lawyer', 'coordinator', 'administrator', 'security', 'auditor']);
-- Who keeps the audit log has no hand in what it tells of.
alter table ${flyway:defaultSchema}.account add constraint account_audit_apart check (
  not ('auditor' = any (roles) and roles && array['administrator', 'security']));

alter table ${flyway:defaultSchema}.account
  add column password_by_other boolean not null default false,
  add column locked_by_hand    boolean not null default false,
  add column last_sign_in_at   timestamptz;
comment on column ${flyway:defaultSchema}.account.password_by_other is
  'somebody else set the password: it opens nothing but the change of it';

-- What a centre asks of its accounts. No row: nothing beyond a password.
create table ${flyway:defaultSchema}.security_policy (
  centre_id           text        not null primary key,
  second_factor_roles text[]      not null default '{}',
  changed_by          text        not null,
  changed_at          timestamptz not null
);

-- Keys of the second factor that a browser or a token holds (WebAuthn). Only public keys are kept.
create table ${flyway:defaultSchema}.security_key (
  centre_id     text        not null,
  username      text        not null,
  id            text        not null,
  name          text        not null check (length(name) between 1 and 60),
  authenticator jsonb       not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  primary key (centre_id, username, id),
  unique (id),
  foreign key (centre_id, username) references ${flyway:defaultSchema}.account (centre_id, username)
    on update cascade on delete cascade
);

-- A question put to a key waits here for its answer; each is answered once.
create table ${flyway:defaultSchema}.key_challenge (
  centre_id  text        not null,
  username   text        not null,
  purpose    text        not null check (purpose in ('ADD', 'SIGN_IN')),
  challenge  text        not null,
  created_at timestamptz not null,
  primary key (centre_id, username, purpose),
  foreign key (centre_id, username) references ${flyway:defaultSchema}.account (centre_id, username)
    on update cascade on delete cascade
);

-- The emergency switch, one row a closed centre. Its history is in the audit log.
create table ${flyway:defaultSchema}.closure (
  centre_id    text        not null primary key,
  reason       text        not null check (length(reason) between 1 and 200),
  announcement text        not null,
  closed_by    text        not null,
  closed_at    timestamptz not null
);

-- From where a figure of the wallboard turns amber, and from where red.
create table ${flyway:defaultSchema}.wallboard_limit (
  centre_id  text        not null,
  figure     text        not null,
  amber      numeric     not null,
  red        numeric     not null,
  changed_by text        not null,
  changed_at timestamptz not null,
  primary key (centre_id, figure)
);

-- The figures of a day read the calls of its last 24 hours.
create index consultation_queued on ${flyway:defaultSchema}.consultation (centre_id, queued_at)
  where queued_at is not null;
