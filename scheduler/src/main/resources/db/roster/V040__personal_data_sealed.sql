-- What is personal in a document (telephone numbers, addresses, reasons for leave, words of a notice) is kept sealed beside
-- it. Rows from before are sealed by the service at its start, since the database never sees the key.
alter table practitioner add column sealed bytea;
alter table paper add column sealed bytea;
alter table outbox add column sealed bytea;
comment on column practitioner.sealed is 'mobile and email, as JSON, sealed for practitioner/<id>; null: none';
comment on column paper.sealed is 'the personal fields of this kind of paper, as JSON, sealed for paper/<centre>/<kind>/<id>';
comment on column outbox.sealed is 'address and text, as JSON, sealed for notice/<centre>/<id>';
