-- The same two rules over numbers instead of texts: a GiST index over a few texts is five times as slow to fill, and is what
-- a publication of many years' duties waits for. A shift's code holds no "/".
alter table duty drop constraint one_place_at_a_time, drop constraint one_lawyer_a_seat;
alter table duty
  add constraint one_place_at_a_time exclude using gist
    (hashtextextended(lawyer, 0) with =, during with &&) deferrable initially deferred,
  add constraint one_lawyer_a_seat exclude using gist
    (hashtextextended(centre_id || '/' || shift || '/' || kind, seat) with =, during with &&) deferrable initially deferred;
