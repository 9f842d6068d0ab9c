// A small stand-in for the service, for work on the pages: no PBX, no database, made-up people, all in memory.
// Never part of the jar. Start it with `npm run mock` (port 5180), then `npm run dev` (port 5173).
//
//   RECORDS=50000 npm run mock     so many consultations in the log
//   PORT=5190 WEBROOT=... node dev/mock.mjs   serves a built client too, with the service's own CSP
//
// Any username of the demo centre signs in with any password ("wrong" is refused). /mock/... addresses stage events:
//   POST /mock/call       a call arrives and runs its course      POST /mock/edit/ID   a colleague changes a record
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { randomBytes } from 'node:crypto';

const port = Number(process.env.PORT ?? 5180);
const webroot = process.env.WEBROOT;
const names = ['张伟', '王芳', '李娜', '刘洋', '陈静', '杨磊', '赵敏', '黄强', '周婷', '吴军', '徐丽', '孙涛', '马超', '朱琳', '胡斌',
  '郭燕', '何平', '林晓', '高峰', '罗欣', '郑凯', '梁雪', '谢宁', '宋佳', '唐勇', '许慧', '韩冰', '冯刚', '邓洁', '曹阳'];
const lawyers = names.map((name, n) => ({ id: `lawyer${String(n + 1).padStart(2, '0')}`, name }));
const word = (code, zh, en, extra = {}) => ({ key: code, zh, en, group: '', ...extra });
const categories = [
  word('marriage', '婚姻家庭继承', 'Marriage, family and inheritance'), word('support', '赡养抚养', 'Support and maintenance'),
  word('domestic-violence', '家庭暴力', 'Domestic violence', { sensitive: true }), word('wages', '劳动报酬(农民工讨薪)', 'Wages, migrant workers'),
  word('labour', '劳动合同工伤', 'Labour contract and work injury'), word('traffic', '交通事故', 'Traffic accident'),
  word('injury', '人身损害', 'Personal injury'), word('medical', '医疗纠纷', 'Medical'), word('loans', '借贷债务', 'Loans and debts'),
  word('contract', '合同纠纷', 'Contract'), word('housing', '房屋物业', 'Housing and property management'),
  word('land', '征地拆迁', 'Land and demolition'), word('consumer', '消费者权益', 'Consumer'), word('neighbours', '邻里纠纷', 'Neighbours'),
  word('criminal', '刑事', 'Criminal'), word('administrative', '行政复议诉讼', 'Administrative review and litigation'), word('other', '其他', 'Other'),
];
const dispositions = [
  word('answered', '当场解答', 'Answered on the spot'), word('later', '约期答复', 'Answer later'),
  word('aid', '引导申请法律援助', 'Guided to apply for legal aid'), word('mediation', '转人民调解', 'To mediation'),
  word('other-department', '转其他部门', 'To 12345 or another department'), word('emergency', '紧急 110/120', 'Emergency 110/120'),
  word('void', '无效/骚扰', 'Void or harassing'),
];
const groups = [
  word('migrant-worker', '农民工', 'Migrant worker'), word('disabled', '残疾人', 'Disabled'), word('elderly', '老年人', 'Elderly'),
  word('woman', '妇女', 'Woman'), word('minor', '未成年人', 'Minor'), word('soldier', '军人军属', 'Soldier or family'), word('low-income', '低保', 'Low-income'),
];
const summaries = ['包工头拖欠三个月工资，没有书面合同，只有微信聊天记录和考勤照片。', '与前夫就孩子抚养费金额有争议，对方拒绝支付。',
  '在工地摔伤，单位未缴纳工伤保险，询问赔偿标准和认定程序。', '借给朋友五万元，借条写明还款日已过两年半。', '楼上漏水，物业推诿，询问维权途径。',
  '交通事故对方全责，保险公司拖延理赔。', '老人询问子女不赡养能否起诉。', '网购到假货，商家拒绝退一赔三。'];
const advice = ['建议先向劳动监察大队投诉，同时保留考勤、转账和聊天记录；可向法律援助中心申请代理，农民工讨薪不审查经济困难。',
  '可向人民法院起诉要求变更抚养费，并提供收入证明；告知申请法律援助的条件。', '应在事故发生之日起一年内申请工伤认定，并保存医疗记录。',
  '诉讼时效为三年，尚未届满，建议尽快发函催告或起诉。'];

let seed = 7;
const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);
const pick = (list) => list[Math.floor(random() * list.length)];
const iso = (ms) => new Date(ms + 8 * 3600e3).toISOString().replace('.000Z', '+08:00').replace(/\.\d+Z/, '+08:00');
const day = (ms) => iso(ms).slice(0, 10);
const now = () => Date.now();
const masked = () => `1${pick(['38', '39', '50', '86', '77'])}****${String(Math.floor(random() * 10000)).padStart(4, '0')}`;

const consultations = [];
let number = 0;
function consultation(startedAt, outcome, lawyer) {
  const answered = outcome === 'ANSWERED';
  const wait = Math.floor(random() * 40) + 2;
  const talk = answered ? Math.floor(random() * 900) + 30 : null;
  const done = answered && random() > 0.15;
  const category = done ? pick(categories).key : null;
  number += 1;
  return {
    id: `c${String(number).padStart(6, '0')}`, number: `${day(startedAt).replaceAll('-', '')}-${String(number).padStart(5, '0')}`,
    channel: 'PHONE', centre: 'jiaozuo', startedAt: iso(startedAt), answeredAt: answered ? iso(startedAt + wait * 1000) : null,
    endedAt: iso(startedAt + (wait + (talk ?? 0)) * 1000), outcome, caller: { masked: random() > 0.05 ? masked() : '', earlier: random() > 0.8 ? 2 : 0 },
    lawyer: answered ? lawyer.id : null, lawyerName: answered ? lawyer.name : null, waitSeconds: wait, talkSeconds: talk,
    rating: answered && random() > 0.4 ? pick([5, 5, 5, 4, 3]) : null, recorded: answered, category,
    callerGroups: done && random() > 0.6 ? [pick(groups).key] : [], callerName: null, district: done ? pick(['解放区', '山阳区', '修武县', null]) : null,
    matter: null, summary: done ? pick(summaries) : null, advice: done ? pick(advice) : null, disposition: done ? pick(dispositions).key : null,
    rightsExplained: done, limitationDate: null, followUpWanted: false, sensitive: false, version: 1, updatedAt: null, updatedBy: null,
    timeline: answered ? [{ at: iso(startedAt), event: 'CitizenArrived' }, { at: iso(startedAt + 2000), event: 'CitizenQueued' },
      { at: iso(startedAt + 3000), event: 'LawyerRang', lawyer: lawyer.id }, { at: iso(startedAt + wait * 1000), event: 'LawyerAnswered', lawyer: lawyer.id },
      { at: iso(startedAt + (wait + talk) * 1000), event: 'CallEnded' }] : [{ at: iso(startedAt), event: 'CitizenArrived' }],
  };
}
const total = Number(process.env.RECORDS ?? 1200);
for (let n = total; n > 0; n--) {
  const r = random();
  const outcome = r < 0.8 ? 'ANSWERED' : r < 0.87 ? 'ABANDONED' : r < 0.9 ? 'NO_ANSWER' : r < 0.93 ? 'VOICEMAIL' : r < 0.95 ? 'CALLBACK' : r < 0.97 ? 'CLOSED_HOURS' : r < 0.99 ? 'CLOSED_HOLIDAY' : 'INTERRUPTED';
  consultations.push(consultation(now() - n * 25 * 60e3, outcome, pick(lawyers)));
}
consultations.reverse();

const seats = [{ seat: 1, lawyer: lawyers[0], state: 'READY', since: iso(now() - 754e3) }, { seat: 2, lawyer: lawyers[1], state: 'TALKING', since: iso(now() - 193e3) }];
const live = [
  { id: 'live1', centre: 'jiaozuo', state: 'TALKING', startedAt: iso(now() - 205e3), since: iso(now() - 193e3), caller: { masked: '139****2288', earlier: 2 }, lawyer: 'lawyer02', lawyerName: '王芳', consultation: null },
  { id: 'live2', centre: 'jiaozuo', state: 'WAITING', startedAt: iso(now() - 41e3), since: iso(now() - 33e3), caller: { masked: '150****7310', earlier: 0 }, lawyer: null, lawyerName: null, consultation: null },
];
const shift = () => ({ from: `${day(now())}T08:00:00+08:00`, until: `${day(now())}T20:00:00+08:00` });

const streams = new Set();
function notice(type, data = {}) {
  const text = `event: ${type}\ndata: ${JSON.stringify({ type, centre: 'jiaozuo', at: iso(now()), ...data })}\n\n`;
  for (const one of streams) one.write(text);
}
setInterval(() => { for (const one of streams) one.write(': here\n\n'); }, 15000);

const later = (seconds, then) => setTimeout(then, seconds * 1000);
function stageCall() {
  const lawyer = seats[0].lawyer;
  const record = { ...consultation(now(), 'ANSWERED', lawyer), category: null, summary: null, advice: null, disposition: null, rightsExplained: false, callerGroups: [], district: null, rating: null, endedAt: null, outcome: null, answeredAt: null, talkSeconds: null };
  const call = { id: `live-${record.id}`, centre: 'jiaozuo', state: 'ARRIVING', startedAt: iso(now()), since: iso(now()), caller: record.caller, lawyer: null, lawyerName: null, consultation: record.id };
  live.push(call);
  consultations.unshift(record);
  const step = (state, extra = {}) => { Object.assign(call, { state, since: iso(now()) }, extra); notice('live', { id: call.id, state, call }); notice('call', { id: call.id, consultation: record.id }); };
  const seat = (state) => { Object.assign(seats[0], { state, since: iso(now()) }); notice('seat', { lawyer: lawyer.id, seat: { lawyer: lawyer.id, state, since: seats[0].since } }); };
  step('ARRIVING');
  later(1.5, () => { seat('RINGING'); step('RINGING', { lawyer: lawyer.id, lawyerName: lawyer.name }); });
  later(3, () => { record.answeredAt = iso(now()); record.outcome = 'ANSWERED'; seat('TALKING'); step('TALKING'); });
  later(9, () => {
    live.splice(live.indexOf(call), 1);
    Object.assign(record, { endedAt: iso(now()), talkSeconds: 6, version: record.version });
    seat('WRAP_UP'); notice('live', { id: call.id, state: 'ENDED' }); notice('call', { id: call.id }); notice('consultation', { id: record.id });
  });
  later(12, () => seat('READY'));
  return record;
}

const offered = [['get', '/me/phone'], ['put', '/me/state'], ['put', '/duties/{id}']];
const roster = [];
for (let n = -60, turn = 0; n <= 60; n++) {
  const date = day(now() + n * 86400e3);
  if (/-10-0[1-7]|-01-01/.test(date)) continue;
  for (let seat = 1; seat <= 3; seat++) {
    roster.push({ id: `d${date}-${seat}`, date, seat: seat === 3 ? 1 : seat, standby: seat === 3, lawyer: lawyers[turn++ % 30], from: `${date}T08:00:00+08:00`, until: `${date}T20:00:00+08:00` });
  }
}
const sessions = new Map();
const cookie = (request, name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
const accountOf = (username) => {
  const lawyer = lawyers.find((one) => one.id === username);
  if (lawyer) return { username, name: lawyer.name, roles: ['lawyer'], centre: 'jiaozuo' };
  if (username === 'coordinator') return { username, name: '协调员', roles: ['coordinator'], centre: 'jiaozuo' };
  if (username === 'admin') return { username, name: '管理员', roles: ['administrator'], centre: 'jiaozuo' };
  return null;
};
const problem = (response, status, title, detail = '') => {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ type: `/problems/${title}`, title, status, detail }));
};
const json = (response, value, headers = {}, status = 200) => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
};
const readBody = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : {};
};
const etag = (one) => `"${one.version}"`;

createServer(async (request, response) => {
  try {
    const url = new URL(request.url, 'http://mock');
    if (url.pathname.startsWith('/mock/')) {
      if (url.pathname === '/mock/call') return json(response, stageCall());
      const edited = consultations.find((one) => one.id === url.pathname.split('/')[3]);
      Object.assign(edited, await readBody(request), { version: edited.version + 1, updatedBy: '李娜', updatedAt: iso(now()) });
      if (url.searchParams.get('quiet') === null) notice('consultation', { id: edited.id });
      return json(response, edited);
    }
    if (!url.pathname.startsWith('/api/v1')) return await page(url.pathname, response);
    const path = url.pathname.slice('/api/v1'.length);
    const query = url.searchParams;
    const account = sessions.get(cookie(request, 'hotline'));
    if (path === '/session') {
      if (request.method === 'POST') {
        const { username, password } = await readBody(request);
        const found = accountOf(username);
        if (!found || password === 'wrong') return problem(response, 401, 'sign-in-failed');
        const id = randomBytes(12).toString('hex');
        sessions.set(id, found);
        return json(response, { signedIn: true, account: found, idleSeconds: 1800, now: iso(now()) }, { 'Set-Cookie': `hotline=${id}; Path=/; HttpOnly; SameSite=Strict` });
      }
      if (request.method === 'DELETE') {
        sessions.delete(cookie(request, 'hotline'));
        response.writeHead(204);
        return response.end();
      }
      return json(response, { signedIn: !!account, ...(account ? { account } : {}), now: iso(now()) }, { 'Set-Cookie': 'XSRF-TOKEN=mock; Path=/; SameSite=Strict' });
    }
    if (path === '/openapi.json') return json(response, { paths: Object.fromEntries(offered.map(([method, at]) => [at, { [method]: {} }])) });
    if (!account) return problem(response, 401, 'not-signed-in');
    if (request.method !== 'GET' && request.headers['x-xsrf-token'] !== 'mock') return problem(response, 403, 'xsrf');
    if (path === '/centres') return json(response, { items: [{ id: 'jiaozuo', name: '焦作市法律援助中心', zone: 'Asia/Shanghai', seats: 2 }] });
    if (path === '/categories') return json(response, { items: categories });
    if (path === '/dispositions') return json(response, { items: dispositions });
    if (path === '/caller-groups') return json(response, { items: groups });
    if (path === '/me/phone') return json(response, { kind: 'mobile', number: '139****0001' });
    if (path === '/me/state') {
      const own = seats.find((one) => one.lawyer.id === account.username);
      if (own) Object.assign(own, { state: (await readBody(request)).state, since: iso(now()) });
      notice('seat', { id: account.username });
      response.writeHead(204);
      return response.end();
    }
    if (path === '/duty') {
      const { from, until } = shift();
      return json(response, { centre: 'jiaozuo', at: iso(now()), open: true, reason: 'OPEN', reasonText: null, opensAt: from, closesAt: until, changesAt: until,
        seats: seats.map((one) => ({ ...one, from, until })), standby: [lawyers[2]] });
    }
    if (path === '/calls') return json(response, { items: live });
    if (path === '/roster') {
      return json(response, { centre: 'jiaozuo', from: query.get('from'), to: query.get('to'), version: 3, publishedAt: iso(now() - 9 * 86400e3), duties: roster.filter((one) => one.date >= query.get('from') && one.date <= query.get('to')) });
    }
    if (path === '/calendar') {
      const days = [];
      for (let at = Date.parse(`${query.get('from')}T00:00:00Z`); at <= Date.parse(`${query.get('to')}T00:00:00Z`); at += 86400e3) {
        const date = new Date(at).toISOString().slice(0, 10);
        const holiday = /-10-0[1-7]|-01-01/.test(date);
        days.push({ date, service: !holiday, reason: holiday ? 'STATE_HOLIDAY' : /-10-10/.test(date) ? 'MAKE_UP_WORKDAY' : 'ORDINARY_DAY', reasonText: holiday ? '国庆节' : '', windows: [] });
      }
      return json(response, days);
    }
    const duty = /^\/duties\/([^/]+)$/.exec(path)?.[1];
    if (duty) {
      const one = roster.find((each) => each.id === duty);
      const { lawyer } = await readBody(request);
      if (roster.some((each) => each.date === one.date && each.lawyer.id === lawyer)) {
        response.writeHead(409, { 'Content-Type': 'application/problem+json' });
        return response.end(JSON.stringify({ type: '/problems/rule', title: 'rule', status: 409, detail: 'One duty a day.', errors: [{ zh: '该律师当天已有值班：一人一天只排一班。', en: 'This lawyer already sits that day: one duty a day.' }] }));
      }
      one.lawyer = lawyers.find((each) => each.id === lawyer);
      notice('roster');
      return json(response, one);
    }
    if (path === '/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(': here\n\n');
      streams.add(response);
      return request.on('close', () => streams.delete(response));
    }
    if (path === '/consultations') {
      const f = Object.fromEntries(query);
      const found = consultations.filter((one) =>
        (!f.from || one.startedAt.slice(0, 10) >= f.from) && (!f.to || one.startedAt.slice(0, 10) <= f.to) &&
        (!f.outcome || one.outcome === f.outcome) && (!f.category || one.category === f.category) && (!f.channel || one.channel === f.channel) &&
        (!f.lawyer || one.lawyer === f.lawyer) && (!f.q || `${one.summary}${one.advice}${one.number}${one.callerName}`.includes(f.q)) &&
        (f.unfinished !== 'true' || (one.outcome === 'ANSWERED' && !(one.category && one.summary && one.advice && one.disposition))) &&
        (account.roles[0] !== 'lawyer' || one.lawyer === account.username));
      const limit = Number(f.limit ?? 50);
      const start = f.page ? found.findIndex((one) => one.id === f.page) + 1 : 0;
      const items = found.slice(start, start + limit);
      return json(response, { items: items.map(({ timeline, ...one }) => one), next: start + limit < found.length ? items.at(-1).id : null });
    }
    const past = /^\/consultations\/([^/]+)\/history$/.exec(path)?.[1];
    if (past) return json(response, { items: consultations.filter((one) => one.id !== past && one.summary).slice(3, 5) });
    const id = /^\/consultations\/([^/]+)$/.exec(path)?.[1];
    if (id) {
      const one = consultations.find((each) => each.id === id);
      if (!one) return problem(response, 404, 'not-found');
      if (request.method === 'PATCH') {
        if (request.headers['if-match'] !== etag(one)) return problem(response, 412, 'changed-meanwhile');
        Object.assign(one, await readBody(request), { version: one.version + 1, updatedBy: account.username, updatedAt: iso(now()) });
        notice('consultation', { id });
      }
      return json(response, one, { ETag: etag(one) });
    }
    problem(response, 404, 'not-found');
  } catch (failure) {
    console.error(failure);
    if (!response.headersSent) problem(response, 500, 'failed', String(failure));
  }
}).listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`));

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
async function page(path, response) {
  if (!webroot) return problem(response, 404, 'no-pages-here');
  const safe = normalize(path).replace(/^(\.\.[/\\])+/, '');
  const name = /\.[a-z0-9]+$/.test(safe) ? safe : '/index.html';
  try {
    const bytes = await readFile(join(webroot, name));
    response.writeHead(200, { 'Content-Type': types[name.split('.').at(-1)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'" });
    response.end(bytes);
  } catch {
    problem(response, 404, 'not-found');
  }
}
