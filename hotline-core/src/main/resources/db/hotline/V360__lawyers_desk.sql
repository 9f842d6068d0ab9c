-- The telephone a lawyer has chosen; none: his mobile. The session is that of the browser which is his telephone, and
-- goes with it: its password is derived from the session and kept nowhere.
create table lawyer_phone (
  centre_id  text        not null,
  lawyer     text        not null,
  kind       text        not null check (kind in ('SIP', 'BROWSER', 'MOBILE')),
  session    bytea,
  changed_at timestamptz not null,
  primary key (centre_id, lawyer)
);

-- What a lawyer on duty says of himself; none, or over: ready.
create table lawyer_status (
  centre_id text        not null,
  lawyer    text        not null,
  status    text        not null check (status in ('BREAK', 'VISITOR', 'MEETING', 'WRAP_UP')),
  since     timestamptz not null,
  until     timestamptz not null,
  primary key (centre_id, lawyer)
);
