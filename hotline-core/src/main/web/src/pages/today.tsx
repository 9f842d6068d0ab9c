import type { JSX } from 'preact';
import { api, type LogFilter } from '../api/client';
import { room, type Closure } from '../api/office';
import type { Consultation, Duty, LiveCall } from '../api/types';
import { locale, t } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { useDuty } from '../state/duty';
import { useLiveCalls } from '../state/my-call';
import { account, has, lists, now, zone } from '../state/session';
import { second } from '../state/tick';
import { clock, dayOf, longDay, plusDays, shortDay, span } from '../time';
import { term } from '../i18n';
import { Alarms } from '../ui/alarms';
import { Supervise } from '../ui/supervise';
import { ClosureBar, ClosureButton } from '../ui/closure';
import { offers } from '../state/offers';
import { Figures, useWallboard } from './wall';
import { CallChip, CallerName, OutcomeChip, Seconds, SeatChip, Since } from '../ui/domain';
import { Chip, Empty, Part, Skeleton } from '../ui/kit';
import { Icon } from '../ui/icons';

/** How many of the day's calls, and of the unfinished records, Today lists. */
const recentCalls = 8;

export function Today(): JSX.Element {
  const mayLog = has('lawyer', 'coordinator', 'administrator');
  const mayCalls = has('lawyer', 'coordinator');
  const duty = useDuty();
  const calls = useLiveCalls();
  const today = dayOf(second.value, zone.value);
  const recent = useLoad((signal) => records({ from: today, to: today }, mayLog, signal), [today]);
  const todo = useLoad((signal) => records(unfinishedFilter(), mayLog && has('lawyer', 'coordinator'), signal), []);

  const closure = useLoad(async (signal): Promise<Closure> => (offers('get /closure') ? room.closure(signal) : { closed: false }), [offers('get /closure')]);
  const mayClose = has('coordinator', 'administrator') && offers('put /closure');
  const closed = (): void => {
    closure.reload();
    duty.reload();
  };

  useNotices(['line'], closure.reload);
  useNotices(['consultation', 'call'], () => {
    recent.reload();
    todo.reload();
  });

  return (
    <div class="page today">
      <header class="page-head">
        <div>
          <h1>{longDay(second.value, zone.value, locale.value)}</h1>
          {duty.data && <Opening duty={duty.data} />}
        </div>
        <div class="today-side">
          <p class="wall-clock num" aria-hidden="true">{clock(second.value, zone.value)}</p>
          {mayClose && duty.data && closure.data && <ClosureButton closed={closure.data.closed} changed={closed} />}
        </div>
      </header>
      <ClosureBar closure={closure.data} may={mayClose} changed={closed} />
      {has('coordinator', 'administrator') && <Alarms />}

      {has('coordinator') && offers('get /wallboard')
        ? <Board duty={duty.data} calls={calls.data} />
        : mayCalls && duty.data && calls.data && <Counts duty={duty.data} calls={calls.data} />}

      <section aria-labelledby="seats">
        <h2 id="seats">{t('today.seats')}</h2>
        {duty.error?.status === 404 && has('administrator')
          ? <Empty icon="admin" title={t('today.nocentre.title')} text={t('today.nocentre.text')} action={<a href="/admin/centres">{t('admin.centres')}</a>} />
          : <Part load={duty} skeleton={<Skeleton kind="card" rows={2} />}>{(data) => <Seats duty={data} />}</Part>}
      </section>

      <div class="columns">
        {mayCalls && (
          <section aria-labelledby="calls">
            <h2 id="calls">{t('today.calls')}</h2>
            <Part load={calls} skeleton={<Skeleton kind="row" rows={2} />}>{(data) => <Calls calls={data} />}</Part>
          </section>
        )}
        {has('lawyer', 'coordinator') && (
          <section aria-labelledby="todo">
            <div class="section-head">
              <h2 id="todo">{t('today.unfinished')}</h2>
              <a href={`/log?${new URLSearchParams({ ...unfinishedFilter() }).toString()}`}>{t('today.recent.all')}</a>
            </div>
            <Part load={todo} skeleton={<Skeleton kind="row" rows={2} />}>
              {(data) => (data.length ? <Records items={data} plain /> : <Empty line icon="check" title={t('today.unfinished.empty')} />)}
            </Part>
          </section>
        )}
        {mayLog && duty.error?.status !== 404 && (
          <section aria-labelledby="recent">
            <div class="section-head">
              <h2 id="recent">{t('today.recent')}</h2>
              <a href="/log">{t('today.recent.all')}</a>
            </div>
            <Part load={recent} skeleton={<Skeleton kind="row" rows={4} />}>
              {(data) => (data.length
                ? <Records items={data} />
                : <Empty line icon="phone" title={t('today.recent.empty.title')} text={t('today.recent.empty.text')} />)}
            </Part>
          </section>
        )}
      </div>
    </div>
  );
}

/** The figures a coordinator looks at all day; the wallboard shows the same ones large. */
function Board({ duty, calls }: { duty: Duty | undefined; calls: readonly LiveCall[] | undefined }): JSX.Element {
  const board = useWallboard(duty, calls);
  return (
    <section aria-labelledby="board">
      <div class="section-head">
        <h2 id="board">{t('nav.wall')}</h2>
        <a href="/wall">{t('wall.full')}</a>
      </div>
      <Part load={board} skeleton={<Skeleton kind="card" rows={4} />}>{(data) => <Figures board={data} />}</Part>
    </section>
  );
}

export const unfinishedFilter = (): LogFilter => ({
  unfinished: 'true',
  from: plusDays(dayOf(now(), zone.value), -30),
  ...(account.value && has('lawyer') ? { lawyer: account.value.username } : {}),
});

async function records(filter: LogFilter, may: boolean, signal: AbortSignal): Promise<Consultation[]> {
  return may ? (await api.consultations(filter, null, recentCalls, signal)).items : [];
}

function when(at: string): string {
  const today = dayOf(now(), zone.value);
  const day = dayOf(at, zone.value);
  if (day === today) return clock(at, zone.value);
  const name = day === plusDays(today, 1) ? t('time.tomorrow') : shortDay(at, zone.value, locale.value, now());
  return `${name} ${clock(at, zone.value)}`;
}

function Opening({ duty }: { duty: Duty }): JSX.Element {
  if (duty.open) {
    return (
      <p class="opening">
        <Chip tone="ok">{t('today.open')}</Chip>
        {duty.closesAt && <span>{t('today.until', { time: when(duty.closesAt) })}</span>}
      </p>
    );
  }
  const why = duty.reason === 'CLOSED_EMERGENCY' ? t('today.closed.emergency')
    : duty.reason === 'CLOSED_HOLIDAY' ? duty.reasonText ?? t('today.closed.holiday') : t('today.closed');
  return (
    <p class="opening">
      <Chip tone={duty.reason === 'CLOSED_EMERGENCY' ? 'bad' : 'neutral'}>{why}</Chip>
      {duty.opensAt && <span>{t('today.next', { time: when(duty.opensAt) })}</span>}
    </p>
  );
}

function Counts({ duty, calls }: { duty: Duty; calls: readonly LiveCall[] }): JSX.Element {
  const waiting = calls.filter((one) => one.state === 'WAITING' || one.state === 'RINGING');
  const talking = calls.filter((one) => one.state === 'TALKING');
  const ready = duty.seats.filter((one) => one.state === 'READY');
  const longest = Math.min(...waiting.map((one) => Date.parse(one.startedAt)));
  return (
    <dl class="counts">
      <div class={waiting.length ? 'warn' : ''}><dt>{t('today.count.waiting')}</dt><dd>{waiting.length}</dd></div>
      <div><dt>{t('today.count.talking')}</dt><dd>{talking.length}</dd></div>
      <div class={duty.open && !ready.length ? 'warn' : ''}><dt>{t('today.count.ready')}</dt><dd>{ready.length}</dd></div>
      <div class={waiting.length ? 'warn' : ''}>
        <dt>{t('today.count.longest')}</dt>
        <dd>{waiting.length ? span((second.value - longest) / 1000) : t('unit.none')}</dd>
      </div>
    </dl>
  );
}

function Seats({ duty }: { duty: Duty }): JSX.Element {
  return (
    <>
      {duty.seats.length === 0 && (duty.open
        ? <p class="notice bad" role="alert"><Icon name="warn" />{t('today.seats.missing')}</p>
        : <Empty icon="moon" title={t('today.seats.empty.title')} text={t('today.seats.empty.text')} />)}
      {duty.seats.length > 0 && (
        <ul class="seats">
          {duty.seats.map((one) => (
            <li key={one.seat} class={`seat card ${one.state.toLowerCase()}`}>
              <p class="seat-number">
                {t('today.seat', { n: one.seat })}
                {one.from && one.until && <span class="num">{clock(one.from, zone.value)}–{clock(one.until, zone.value)}</span>}
              </p>
              <p class="seat-name">
                {one.lawyer.name}
                {one.lawyer.id === account.value?.username && <span class="me">{t('today.you')}</span>}
              </p>
              <p class="seat-state">
                <SeatChip state={one.state} />
                {one.since && one.state !== 'ROSTERED' && <Since at={one.since} />}
                {one.state === 'TALKING' && has('coordinator') && offers('post /supervisions') && <Supervise lawyer={one.lawyer} />}
              </p>
            </li>
          ))}
        </ul>
      )}
      {(duty.seats.length > 0 || duty.standby.length > 0) && (
        <p class="standby">
          <span class="muted">{t('today.standby')}</span>{' '}
          {duty.standby.length ? duty.standby.map((one) => one.name).join(locale.value === 'zh-CN' ? '、' : ', ') : t('today.standby.none')}
        </p>
      )}
    </>
  );
}

function Calls({ calls }: { calls: readonly LiveCall[] }): JSX.Element {
  if (!calls.length) return <Empty line icon="headset" title={t('today.calls.empty.title')} text={t('today.calls.empty.text')} />;
  return (
    <ul class="rows" data-test="live-calls">
      {calls.map((one) => (
        <li key={one.id}>
          <Row href={one.consultation ? `/log/${one.consultation}` : undefined}>
            <span class="row-main">
              <CallerName caller={one.caller} />
              {one.caller.earlier ? <small>{t('call.earlier', { n: one.caller.earlier + 1 })}</small> : null}
            </span>
            <span class="row-who">{one.lawyerName ?? one.lawyer ?? ''}</span>
            <CallChip state={one.state} />
            <span class="row-time"><Since at={one.since} /></span>
          </Row>
        </li>
      ))}
    </ul>
  );
}

function Row({ href, children }: { href: string | undefined; children: JSX.Element[] }): JSX.Element {
  return href ? <a class="row" href={href}>{children}</a> : <div class="row">{children}</div>;
}

/** `plain`: in a narrow column, without the outcome (they all have the same). */
export function Records({ items, plain = false }: { items: readonly Consultation[]; plain?: boolean }): JSX.Element {
  return (
    <ul class="rows" data-test={plain ? 'unfinished' : 'records'}>
      {items.map((one) => (
        <li key={one.id}>
          <a class="row" href={`/log/${one.id}`}>
            <span class="row-when num">{when(one.startedAt)}</span>
            <span class="row-main">
              <CallerName caller={one.caller} />
              <small>{one.summary || term(lists.value.categories.find((c) => c.key === one.category))}</small>
            </span>
            {!plain && <OutcomeChip of={one} />}
            <span class="row-time"><Seconds value={one.talkSeconds} /></span>
          </a>
        </li>
      ))}
    </ul>
  );
}
