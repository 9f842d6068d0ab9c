-- Papers of some days are looked for from so many days before (Paper.LONGEST_DAYS), not from the beginning.
alter table paper add constraint not_too_long check (to_day - from_day <= 400);
