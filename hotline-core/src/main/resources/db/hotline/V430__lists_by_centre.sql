-- Lists and the search of words read through these views: the centres that a transaction names, and no other (decision 0091).
-- They are no security barriers, and the policies of the tables do not bind their owner: so the indexes over words and
-- lawyers serve, which they do not behind a policy. Whoever adds a column to a table makes its view anew; a test reminds.
create view seen_consultation as select * from consultation
  where centre_id = any ((select string_to_array(current_setting('app.centre', true), ','))::text[]);
create view seen_note as select * from consultation_note
  where centre_id = any ((select string_to_array(current_setting('app.centre', true), ','))::text[]);
grant select on seen_consultation, seen_note to hotline_app;
