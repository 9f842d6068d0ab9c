-- People who sign in. A username is unique over all centres, since nobody names his centre when he signs in.
create table account (
  centre_id           text        not null,
  username            text        not null check (username ~ '^[a-z][a-z0-9._-]{1,63}$'),
  name                text        not null check (length(name) between 1 and 100),
  roles               text[]      not null check (cardinality(roles) > 0
                                   and roles <@ array['lawyer', 'coordinator', 'administrator', 'auditor']),
  password_hash       text        not null,
  password_changed_at timestamptz not null,
  active              boolean     not null default true,
  failures            integer     not null default 0,
  locked_until        timestamptz,
  totp_secret         text,
  totp_confirmed_at   timestamptz,
  totp_last_step      bigint      not null default 0,
  created_at          timestamptz not null,
  version             bigint      not null default 1,
  primary key (centre_id, username),
  unique (username)
);

-- Only hashes of tokens are kept: who reads this table cannot sign in with it.
create table session (
  token_hash   bytea       not null primary key,
  centre_id    text        not null,
  username     text        not null,
  xsrf_hash    bytea       not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  foreign key (centre_id, username) references account (centre_id, username) on update cascade on delete cascade
);
create index session_of on session (centre_id, username);
create index session_seen on session (last_seen_at);

-- The first answer to a write that carries an Idempotency-Key; no answer yet: the write is under way.
create table idempotent_answer (
  centre_id    text        not null,
  username     text        not null,
  key          text        not null,
  request_hash bytea       not null,
  created_at   timestamptz not null,
  status       integer,
  headers      jsonb,
  body         text,
  primary key (centre_id, username, key)
);
create index idempotent_answer_age on idempotent_answer (created_at);
