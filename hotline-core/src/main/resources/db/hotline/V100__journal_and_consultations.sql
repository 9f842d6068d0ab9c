-- Centres: who owns which line. No consultation refers to this table by a key: a call is never refused by the book
-- because a centre is not entered yet.
create table ${flyway:defaultSchema}.centre (
    centre_id text primary key,
    name      text not null,
    parent    text references ${flyway:defaultSchema}.centre (centre_id),
    time_zone text not null default 'Asia/Shanghai',
    line      text unique
);
comment on column ${flyway:defaultSchema}.centre.line is 'the number that citizens dial, for example 12348';

-- The PBX's event log, row by row. A PBX may serve several centres, so its name leads the key. The row itself is
-- sealed (it holds telephone numbers); the mark is a keyed hash of its content: the same row again changes nothing.
create table ${flyway:defaultSchema}.cel_row (
    pbx        text        not null,
    linked_id  text        not null,
    mark       bytea       not null,
    unique_id  text        not null,
    feed       text        not null check (feed in ('FILE', 'AMI', 'SERVICE')),
    event_time timestamptz not null,
    body       bytea       not null,
    primary key (pbx, linked_id, mark, feed)
);
create index cel_row_unique_id on ${flyway:defaultSchema}.cel_row (pbx, unique_id, linked_id);
create index cel_row_time on ${flyway:defaultSchema}.cel_row (pbx, event_time);

-- How far the journal file of each PBX is stored.
create table ${flyway:defaultSchema}.journal_place (
    pbx         text primary key,
    inode       bigint      not null,
    byte_offset bigint      not null,
    fingerprint bigint      not null,
    stored_at   timestamptz not null
);

-- Lines that were no rows, kept for a look (sealed: a torn row holds numbers too).
create table ${flyway:defaultSchema}.journal_aside (
    pbx     text        not null,
    mark    bytea       not null,
    reason  text        not null,
    body    bytea       not null,
    seen_at timestamptz not null,
    primary key (pbx, mark)
);

-- One row a consultation: what the line wrote (a replay writes it again) or, for the other channels, the frame.
create table ${flyway:defaultSchema}.consultation (
    centre_id         text        not null,
    id                text        not null,
    number            text        not null,
    channel           text        not null check (channel in ('PHONE', 'IN_PERSON', 'ONLINE', 'OUTREACH')),
    started_at        timestamptz not null,
    ended_at          timestamptz,
    outcome           text check (outcome in ('ANSWERED', 'ABANDONED', 'CLOSED_HOURS', 'CLOSED_HOLIDAY', 'NO_ANSWER',
                                              'CALLBACK', 'VOICEMAIL', 'INTERRUPTED')),
    caller            bytea,
    caller_mark       bytea,
    lawyer            text,
    lawyers           text[]      not null default '{}',
    entered_by        text,
    request_key       text,
    pbx               text,
    call_id           text,
    line              text,
    queued_at         timestamptz,
    answered_at       timestamptz,
    wait_seconds      integer     not null default 0 check (wait_seconds >= 0),
    talk_seconds      integer     not null default 0 check (talk_seconds >= 0),
    rating            integer check (rating between 1 and 5),
    recording_file    text,
    recording_refused boolean     not null default false,
    notice_played     boolean     not null default false,
    voicemail_file    text,
    voicemail_seconds integer     not null default 0,
    callback          bytea,
    closure           text,
    hang_up_side      text        not null default 'UNKNOWN',
    live_phase        text,
    live_lawyer       text,
    live_since        timestamptz,
    legs              jsonb       not null default '[]',
    timeline          jsonb       not null default '[]',
    primary key (centre_id, id),
    unique (centre_id, number),
    unique (centre_id, request_key),
    check (ended_at is null or ended_at >= started_at),
    check ((pbx is null) = (call_id is null))
);
create unique index consultation_call on ${flyway:defaultSchema}.consultation (pbx, call_id) where pbx is not null;
create index consultation_newest on ${flyway:defaultSchema}.consultation (centre_id, started_at desc, id desc);
create index consultation_outcome
    on ${flyway:defaultSchema}.consultation (centre_id, outcome, started_at desc, id desc);
create index consultation_caller
    on ${flyway:defaultSchema}.consultation (centre_id, caller_mark, started_at desc, id desc)
    where caller_mark is not null;
create index consultation_lawyers on ${flyway:defaultSchema}.consultation using gin (lawyers);
create index consultation_live on ${flyway:defaultSchema}.consultation (centre_id, started_at) where ended_at is null;

-- What people wrote. No replay touches it. "search" holds the texts in one plain spelling, "grams" its pairs of
-- neighbouring characters, so that a Chinese word of two characters is found by an index.
create table ${flyway:defaultSchema}.consultation_note (
    centre_id        text        not null,
    id               text        not null,
    version          bigint      not null,
    category         text        not null default '',
    matter           text        not null default '',
    summary          text        not null default '',
    advice           text        not null default '',
    disposition      text        not null default '',
    caller_groups    text[]      not null default '{}',
    caller_name      bytea,
    district         text        not null default '',
    rights_explained boolean     not null default false,
    limitation_date  date,
    follow_up_wanted boolean     not null default false,
    sensitive        boolean     not null default false,
    search           text        not null default '',
    grams            text[]      not null default '{}',
    edited_by        text        not null,
    edited_at        timestamptz not null,
    primary key (centre_id, id)
);
create index consultation_note_grams on ${flyway:defaultSchema}.consultation_note using gin (grams);
create index consultation_note_category on ${flyway:defaultSchema}.consultation_note (centre_id, category);

-- One running number a centre and year, without gaps: it is given in the transaction that makes the entry.
create table ${flyway:defaultSchema}.number_series (
    centre_id text    not null,
    year      integer not null,
    last      bigint  not null,
    primary key (centre_id, year)
);

-- What can be chosen. Centre '*' holds the lists of every centre that has none of its own.
create table ${flyway:defaultSchema}.word (
    centre_id text    not null,
    list      text    not null check (list in ('CATEGORY', 'DISPOSITION', 'CALLER_GROUP')),
    key       text    not null,
    zh        text    not null,
    en        text    not null,
    grp       text    not null default '',
    place     integer not null,
    primary key (centre_id, list, key)
);

insert into ${flyway:defaultSchema}.word (centre_id, list, key, zh, en, grp, place) values
    ('*', 'CATEGORY', 'family', '婚姻家庭继承', 'Marriage, family and inheritance', 'civil', 1),
    ('*', 'CATEGORY', 'support', '赡养抚养', 'Support and maintenance', 'civil', 2),
    ('*', 'CATEGORY', 'domestic_violence', '家庭暴力', 'Domestic violence', 'civil', 3),
    ('*', 'CATEGORY', 'wages', '劳动报酬（农民工讨薪）', 'Wages, migrant workers', 'civil', 4),
    ('*', 'CATEGORY', 'labour', '劳动合同工伤', 'Labour contract and work injury', 'civil', 5),
    ('*', 'CATEGORY', 'traffic', '交通事故', 'Traffic accident', 'civil', 6),
    ('*', 'CATEGORY', 'injury', '人身损害', 'Personal injury', 'civil', 7),
    ('*', 'CATEGORY', 'medical', '医疗纠纷', 'Medical', 'civil', 8),
    ('*', 'CATEGORY', 'debts', '借贷债务', 'Loans and debts', 'civil', 9),
    ('*', 'CATEGORY', 'contract', '合同纠纷', 'Contract', 'civil', 10),
    ('*', 'CATEGORY', 'housing', '房屋物业', 'Housing and property management', 'civil', 11),
    ('*', 'CATEGORY', 'land', '征地拆迁', 'Land and demolition', 'administrative', 12),
    ('*', 'CATEGORY', 'consumer', '消费者权益', 'Consumer', 'civil', 13),
    ('*', 'CATEGORY', 'neighbours', '邻里纠纷', 'Neighbours', 'civil', 14),
    ('*', 'CATEGORY', 'criminal', '刑事', 'Criminal', 'criminal', 15),
    ('*', 'CATEGORY', 'administrative', '行政复议诉讼', 'Administrative review and litigation', 'administrative', 16),
    ('*', 'CATEGORY', 'state_compensation', '国家赔偿', 'State compensation', 'administrative', 17),
    ('*', 'CATEGORY', 'procedure', '诉讼仲裁程序', 'Procedure of litigation and arbitration', 'other', 18),
    ('*', 'CATEGORY', 'notary', '公证', 'Notary', 'other', 19),
    ('*', 'CATEGORY', 'appraisal', '司法鉴定', 'Forensic appraisal', 'other', 20),
    ('*', 'CATEGORY', 'other', '其他', 'Other', 'other', 21),
    ('*', 'DISPOSITION', 'answered', '当场解答', 'Answered on the spot', '', 1),
    ('*', 'DISPOSITION', 'later', '约期答复', 'Answer later', '', 2),
    ('*', 'DISPOSITION', 'legal_aid', '引导申请法律援助', 'Guided to apply for legal aid', '', 3),
    ('*', 'DISPOSITION', 'mediation', '转人民调解', 'To mediation', '', 4),
    ('*', 'DISPOSITION', 'notary', '转公证', 'To a notary', '', 5),
    ('*', 'DISPOSITION', 'appraisal', '转司法鉴定', 'To forensic appraisal', '', 6),
    ('*', 'DISPOSITION', 'other_department', '转其他部门', 'To 12345 or another department', '', 7),
    ('*', 'DISPOSITION', 'emergency', '紧急（110/120）', 'Emergency 110/120', '', 8),
    ('*', 'DISPOSITION', 'complaint', '投诉', 'Complaint', '', 9),
    ('*', 'DISPOSITION', 'void', '无效/骚扰', 'Void or harassing', '', 10),
    ('*', 'CALLER_GROUP', 'migrant_worker', '农民工', 'Migrant worker', '', 1),
    ('*', 'CALLER_GROUP', 'disabled', '残疾人', 'Disabled', '', 2),
    ('*', 'CALLER_GROUP', 'elderly', '老年人', 'Elderly', '', 3),
    ('*', 'CALLER_GROUP', 'woman', '妇女', 'Woman', '', 4),
    ('*', 'CALLER_GROUP', 'minor', '未成年人', 'Minor', '', 5),
    ('*', 'CALLER_GROUP', 'soldier', '军人军属', 'Soldier or soldier''s family', '', 6),
    ('*', 'CALLER_GROUP', 'low_income', '低保', 'Low income', '', 7);
