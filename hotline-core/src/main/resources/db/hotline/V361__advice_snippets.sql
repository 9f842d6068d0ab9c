-- Advice that is given again and again, to be put into a record and adapted there. Centre '*' holds those that every
-- centre begins with; a centre's own come first.
create table advice_snippet (
  centre_id text        not null,
  id        text        not null,
  title     text        not null check (length(title) between 1 and 100),
  category  text        not null default '',
  body      text        not null check (length(body) between 1 and 4000),
  edited_by text        not null,
  edited_at timestamptz not null,
  primary key (centre_id, id)
);

insert into advice_snippet (centre_id, id, title, category, body, edited_by, edited_at) values
  ('*', 'art23', '告知申请法律援助的权利、条件和程序', '',
   '已告知：符合条件的可以依法申请法律援助（《法律援助法》第二十三条）。申请可到任一法律援助机构受理点提出，带身份证明、经济困难状况说明或免予核查的证明、与所申请事项有关的案件材料；机构自收到申请之日起七日内决定，决定援助的三日内指派人员（第四十三条）。',
   'system', '2026-11-24T00:00:00Z'),
  ('*', 'wages', '农民工讨薪', 'wages',
   '先向用人单位所在地劳动监察机构投诉，或申请劳动争议仲裁；仲裁时效一年，劳动关系存续期间拖欠劳动报酬的不受该限制，终止劳动关系的自终止之日起一年内提出。保存考勤、工资转账、聊天记录、工友证言等证据。进城务工人员请求支付劳动报酬，申请法律援助免予核查经济困难状况（《法律援助法》第四十二条）。',
   'system', '2026-11-24T00:00:00Z'),
  ('*', 'injury-at-work', '工伤：先认定，再主张待遇', 'labour',
   '单位应自事故伤害发生之日起三十日内申请工伤认定；单位未申请的，本人、近亲属或工会可在一年内申请。保存劳动关系证据、病历和证人联系方式。进城务工人员请求工伤事故人身损害赔偿，申请法律援助免予核查经济困难状况（《法律援助法》第四十二条）。',
   'system', '2026-11-24T00:00:00Z'),
  ('*', 'limitation', '诉讼时效', '',
   '向人民法院请求保护民事权利的诉讼时效一般为三年，自知道或者应当知道权利受损害及义务人之日起算（民法典第一百八十八条）。书面催告、起诉、对方同意履行等使时效中断，重新计算（第一百九十五条）。距届满不足七日的，可请求法律援助机构先行提供法律援助（《法律援助法》第四十四条）。',
   'system', '2026-11-24T00:00:00Z'),
  ('*', 'violence', '家庭暴力：先保安全', 'domestic_violence',
   '正在发生或有现实危险的，立即拨打110。可请求公安机关出具告诫书，向人民法院申请人身安全保护令；注意保存报警记录、伤情照片、病历、聊天记录。受害人主张相关权益申请法律援助，不受经济困难条件的限制（《法律援助法》第三十二条）。',
   'system', '2026-11-24T00:00:00Z'),
  ('*', 'support', '赡养费、抚养费', 'support',
   '可先协商或经人民调解；协商不成的向人民法院起诉，请求给付并可主张此前拖欠的部分。准备身份关系证明、收入和支出情况。请求给付赡养费、抚养费、扶养费，因经济困难没有委托代理人的，可以申请法律援助（《法律援助法》第三十一条）。',
   'system', '2026-11-24T00:00:00Z');
