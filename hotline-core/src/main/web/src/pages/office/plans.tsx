import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { api, Refused } from '../../api/client';
import { desk, type DeskDuty, type DutyChange, type Plan, type RosterVersion } from '../../api/office';
import type { LawyerRef, RosterDuty } from '../../api/types';
import { language, locale, t } from '../../i18n';
import { useNotices } from '../../state/live';
import { useLoad } from '../../state/load';
import { go } from '../../state/router';
import { now, zone } from '../../state/session';
import { dayOf, plusDays, shortDay } from '../../time';
import { Button, Chip, Dialog, Empty, Field, Part, say, Skeleton, type Tone } from '../../ui/kit';
import { Icon } from '../../ui/icons';
import { Ask, attempt, Moment, refusal } from '../../ui/office';
import { Change, Month, monthName, plusMonths, Shares, weeksOf } from '../roster';

/** While a plan is made the page looks so often, in milliseconds; notices come between. */
const lookMillis = 700;
const tones: Record<NonNullable<Plan['status']>, Tone> = { OPTIMAL: 'ok', FEASIBLE: 'info', INFEASIBLE: 'bad', BY_HAND: 'accent' };
const inLanguage = (one: { name?: string | null; nameEn?: string | null }): string =>
  (language.value === 'zh' ? one.name : one.nameEn ?? one.name) ?? '';
export const dayName = (day: string): string => shortDay(`${day}T12:00:00Z`, 'UTC', locale.value, now());

export function PlanStatus({ plan }: { plan: Plan }): JSX.Element {
  if (plan.state === 'RUNNING') return <Chip tone="info" pulse>{t('plan.running')}</Chip>;
  if (plan.state === 'FAILED') return <Chip tone="bad">{t('plan.failed', { why: plan.failure ?? '' })}</Chip>;
  const status = plan.status ?? 'FEASIBLE';
  return <Chip tone={tones[status]}>{t(`plan.status.${status}`)}</Chip>;
}

/** Drafts that wait, what was published, and the way to a new plan. */
export function PlanList(): JSX.Element {
  const load = useLoad((signal) => desk.plans(signal), []);
  const versions = useLoad((signal) => desk.versions(signal), []);
  const [making, setMaking] = useState(false);
  const [sick, setSick] = useState(false);
  useNotices(['roster', 'plan'], () => {
    load.reload();
    versions.reload();
  });
  return (
    <>
      <div class="office-bar">
        <div class="page-actions">
          <Button onClick={() => setSick(true)}>{t('sick.new')}</Button>
          <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>{t('plan.new')}</Button>
        </div>
      </div>
      <Part load={load} skeleton={<Skeleton kind="row" rows={3} />}>
        {({ items }) => (items.length === 0
          ? <Empty icon="roster" title={t('plan.none.title')} text={t('plan.none.text')} />
          : (
            <ul class="rows" data-test="plans">
              {items.map((one) => (
                <li key={one.id}>
                  <a class="row" href={`/roster/plans/${encodeURIComponent(one.id)}`}>
                    <span class="row-main">
                      <span class="num">{dayName(one.from)} – {dayName(one.to)}</span>
                      <small>{one.by} · <Moment at={one.at} /> · {t('plan.duties', { n: one.dutyCount ?? one.duties.length })}</small>
                    </span>
                    {one.gaps.length > 0 && <Chip tone="bad">{t('plan.gaps')}: {one.gaps.length}</Chip>}
                    <PlanStatus plan={one} />
                  </a>
                </li>
              ))}
            </ul>
          ))}
      </Part>
      <section aria-labelledby="versions">
        <h2 id="versions">{t('versions.title')}</h2>
        <Part load={versions} skeleton={<Skeleton kind="row" rows={3} />}>
          {({ items }) => (
            <ul class="rows">
              {items.map((one) => <li key={one.version} class="row"><VersionLine of={one} /></li>)}
              {items.length === 0 && <li class="row muted">{t('unit.none')}</li>}
            </ul>
          )}
        </Part>
      </section>
      {making && <NewPlan close={() => setMaking(false)} />}
      {sick && <SickCall close={() => setSick(false)} />}
    </>
  );
}

function VersionLine({ of }: { of: RosterVersion }): JSX.Element {
  return (
    <>
      <span class="num">#{of.version}</span>
      <span class="row-main">
        {of.why || t(`versions.${of.kind}`)}
        <small>{of.by} · {t('versions.row', { taken: of.takenCount, given: of.givenCount })}</small>
      </span>
      <Chip tone={of.kind === 'PUBLISHED' ? 'ok' : 'neutral'}>{t(`versions.${of.kind}`)}</Chip>
      <Moment at={of.at} />
    </>
  );
}

function NewPlan({ close }: { close: () => void }): JSX.Element {
  const next = plusMonths(dayOf(now(), zone.value).slice(0, 7), 1);
  const [from, setFrom] = useState(`${next}-01`);
  const [to, setTo] = useState(plusDays(`${plusMonths(next, 1)}-01`, -1));
  const [keep, setKeep] = useState(true);
  const [seconds, setSeconds] = useState(10);
  const make = (): Promise<boolean> => attempt(async () => {
    const plan = await desk.make({ from, to, keep, seconds });
    close();
    go(`/roster/plans/${encodeURIComponent(plan.id)}`);
  });
  return (
    <Dialog
      title={t('plan.new')}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!from || !to || to < from} onClick={() => void make()}>{t('plan.make')}</Button>
        </>
      }
    >
      <div class="form-grid">
        <Field label={t('plan.from')}>{(id) => <input id={id} name="from" type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />}</Field>
        <Field label={t('plan.to')}>{(id) => <input id={id} name="to" type="date" value={to} min={from} onInput={(event) => setTo(event.currentTarget.value)} />}</Field>
        <Field label={t('plan.seconds')}>{(id) => <input id={id} name="seconds" type="number" min={1} max={600} value={seconds} onInput={(event) => setSeconds(Number(event.currentTarget.value))} />}</Field>
      </div>
      <label class="tick">
        <input type="checkbox" name="keep" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
        {t('plan.keep')}
      </label>
    </Dialog>
  );
}

function SickCall({ close }: { close: () => void }): JSX.Element {
  const today = dayOf(now(), zone.value);
  const people = useLoad((signal) => desk.practitioners(signal), []);
  const [lawyer, setLawyer] = useState('');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [reason, setReason] = useState('');
  const make = (): Promise<boolean> => attempt(async () => {
    const { plan } = await desk.sickCall({ lawyer, from, to, reason });
    close();
    if (plan) {
      say(t('sick.done'), 'ok');
      go(`/roster/plans/${encodeURIComponent(plan.id)}`);
    } else say(t('sick.nothing'), 'ok');
  });
  return (
    <Dialog
      title={t('sick.new')}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!lawyer || to < from} onClick={() => void make()}>{t('sick.make')}</Button>
        </>
      }
    >
      <Field label={t('sick.lawyer')} needed>
        {(id) => (
          <select id={id} name="lawyer" value={lawyer} onChange={(event) => setLawyer(event.currentTarget.value)}>
            <option value="">{t('record.choose')}</option>
            {people.data?.items.filter((one) => one.standing === 'ACTIVE').map((one) => <option key={one.id} value={one.id}>{one.name} · {one.id}</option>)}
          </select>
        )}
      </Field>
      <div class="form-grid">
        <Field label={t('plan.from')}>{(id) => <input id={id} name="from" type="date" min={today} value={from} onInput={(event) => setFrom(event.currentTarget.value)} />}</Field>
        <Field label={t('plan.to')}>{(id) => <input id={id} name="to" type="date" min={from} value={to} onInput={(event) => setTo(event.currentTarget.value)} />}</Field>
      </div>
      <Field label={t('sick.reason')}>{(id) => <input id={id} name="reason" maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}</Field>
    </Dialog>
  );
}

/** One draft: its days, its scores with what is proven of them, gaps with their reasons, what publishing changes. */
export function PlanPage({ id }: { id: string }): JSX.Element {
  const load = useLoad((signal) => desk.plan(id, signal), [id]);
  const plan = load.data;
  const running = plan?.state === 'RUNNING';
  useNotices(['plan', 'roster'], load.reload);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(load.reload, lookMillis);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <Part load={load} skeleton={<Skeleton kind="row" rows={10} />}>
      {(data) => (data.state === 'RUNNING' ? <Running plan={data} reload={load.reload} /> : <Draft plan={data} reload={load.reload} />)}
    </Part>
  );
}

function Running({ plan, reload }: { plan: Plan; reload: () => void }): JSX.Element {
  const progress = plan.progress;
  return (
    <section class="card pad stack running" aria-live="polite" data-test="running">
      <h2>{t('plan.running')} · <span class="num">{dayName(plan.from)} – {dayName(plan.to)}</span></h2>
      <progress max={progress?.limitSeconds ?? 1} value={progress?.seconds ?? 0} aria-label={t('plan.running')} />
      {progress?.name && (
        <p class="num">{t('plan.running.rule', { rule: inLanguage(progress), value: progress.value ?? t('unit.none'), bound: progress.bound ?? t('unit.none') })}</p>
      )}
      <div>
        <Button disabled={progress?.cancelled === true} onClick={() => void attempt(() => desk.cancel(plan.id)).then(reload)}>{t('plan.enough')}</Button>
      </div>
    </section>
  );
}

function Draft({ plan, reload }: { plan: Plan; reload: () => void }): JSX.Element {
  const months = useMemo(() => {
    const found: string[] = [];
    for (let month = plan.from.slice(0, 7); month <= plan.to.slice(0, 7); month = plusMonths(month, 1)) found.push(month);
    return found;
  }, [plan.from, plan.to]);
  const [month, setMonth] = useState(months[0] ?? plan.from.slice(0, 7));
  const days = useMemo(() => weeksOf(month), [month]);
  const calendar = useLoad((signal) => api.calendar(days[0] ?? plan.from, days[days.length - 1] ?? plan.to, signal), [month]);
  const diff = useLoad(async (signal) => (plan.state === 'DRAFT' ? (await desk.diff(plan.id, signal)).items : []), [plan.id, plan]);
  const [marked, setMarked] = useState<string | null>(null);
  const [changing, setChanging] = useState<RosterDuty | null>(null);
  const [publishing, setPublishing] = useState(false);
  const [outdated, setOutdated] = useState<RosterVersion[] | null>(null);
  const open = plan.state === 'DRAFT';
  const roster = { centre: '', from: plan.from, to: plan.to, duties: plan.duties };

  const assign = (duty: RosterDuty, lawyer: LawyerRef): Promise<boolean> => (duty.lawyer.id === lawyer.id
    ? Promise.resolve(true)
    : attempt(async () => {
      await desk.editPlan(plan.id, duty.id, { lawyer: lawyer.id });
      reload();
    }));
  const publish = async (why: string): Promise<boolean> => {
    try {
      const version = await desk.publish(plan.id, why);
      say(t('plan.published', { n: version.version }), 'ok');
      go(`/roster?month=${month}`);
      return true;
    } catch (failure) {
      if (failure instanceof Refused && /outdated/.test(String(failure.problem['type']))) {
        setOutdated((failure.problem['changed'] ?? []) as RosterVersion[]);
        return true;
      }
      say(refusal(failure), 'bad');
      return false;
    }
  };
  const again = (): Promise<boolean> => attempt(async () => {
    const made = await desk.make({ from: plan.from, to: plan.to, keep: true, seconds: 10 });
    await desk.discard(plan.id);
    go(`/roster/plans/${encodeURIComponent(made.id)}`);
  });
  const discard = (): Promise<boolean> => attempt(async () => {
    await desk.discard(plan.id);
    go('/roster/plans');
  }, t('plan.discarded'));

  return (
    <>
      <div class="plan-head">
        <div>
          <h2 class="num">{dayName(plan.from)} – {dayName(plan.to)}</h2>
          <p class="muted">{plan.by} · <Moment at={plan.at} /></p>
        </div>
        <PlanStatus plan={plan} />
        {plan.status === 'FEASIBLE' && plan.objective !== null && plan.bound !== null && (
          <span class="num muted" title={t('plan.objective', { value: plan.objective, bound: plan.bound })}>{t('plan.gap', { n: plan.objective - plan.bound })}</span>
        )}
        {open && (
          <div class="page-actions">
            <Button icon="print" onClick={() => print()}>{t('roster.print')}</Button>
            <Button onClick={() => void discard()}>{t('plan.discard')}</Button>
            <Button kind="primary" onClick={() => setPublishing(true)}>{t('plan.publish')}</Button>
          </div>
        )}
      </div>
      {outdated && (
        <div class="notice warn" role="alert" data-test="outdated">
          <Icon name="warn" />
          <div class="grow">
            <p><strong>{t('plan.outdated')}</strong></p>
            <p>{t('plan.outdated.text')}</p>
            <ul>
              {outdated.map((one) => (
                <li key={one.version}>
                  #{one.version} {one.by} · <Moment at={one.at} /> {one.why}
                  {one.given?.map((duty) => <span key={duty.id}> · {dayName(duty.date)} {duty.lawyer.name}</span>)}
                </li>
              ))}
            </ul>
          </div>
          <Button small onClick={() => void again()}>{t('plan.again')}</Button>
        </div>
      )}
      {months.length > 1 && (
        <div class="segments" role="group" aria-label={t('pay.month')}>
          {months.map((one) => <button key={one} type="button" aria-pressed={one === month} onClick={() => setMonth(one)}>{monthName(one)}</button>)}
        </div>
      )}
      <div class="roster-body">
        <div class="stack">
          <Part load={calendar} skeleton={<Skeleton kind="row" rows={8} />}>
            {(service) => (
              <Month days={days} month={month} roster={roster} calendar={service} marked={marked} within={[plan.from, plan.to]}
                onPick={open ? setChanging : undefined} onDrop={open ? (duty, who, name) => void assign(duty, { id: who, name }) : undefined} />
            )}
          </Part>
          <div class="columns">
            <section aria-labelledby="gaps">
              <h2 id="gaps">{t('plan.gaps')}</h2>
              {plan.gaps.length === 0 ? <p class="muted">{t('plan.gaps.none')}</p> : (
                <ul class="rows" data-test="gaps">
                  {plan.gaps.map((gap) => (
                    <li key={`${gap.date}-${gap.shift}-${gap.seat}`} class="row">
                      <span class="row-main">{t('plan.gap.at', { day: dayName(gap.date), seat: gap.seat })}<small class="wrap">{language.value === 'zh' ? gap.reason : gap.reasonEn}</small></span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
            <section aria-labelledby="changes">
              <h2 id="changes">{t('plan.changes')}</h2>
              <Part load={diff}>{(items) => <Changes of={items} />}</Part>
            </section>
          </div>
        </div>
        <div class="stack">
          <Scores plan={plan} />
          <Shares roster={roster} month={month} marked={marked} mark={(who) => setMarked(who === marked ? null : who)} draggable={open} />
        </div>
      </div>
      {changing && <Change duty={changing} people={[]} close={() => setChanging(null)} assign={assign} />}
      {publishing && (
        <Ask title={t('plan.publish')} text={t('plan.publish.text')} label={t('plan.publish.why')} action={t('plan.publish')} onClose={() => setPublishing(false)} onDone={publish}>
          {diff.data && <p>{diff.data.length ? t('plan.changes.count', { n: diff.data.length }) : t('plan.changes.none')}</p>}
        </Ask>
      )}
    </>
  );
}

function Scores({ plan }: { plan: Plan }): JSX.Element | null {
  if (plan.scores.length === 0) return null;
  return (
    <section aria-labelledby="scores">
      <h2 id="scores">{t('plan.scores')}</h2>
      <table class="table small" data-test="scores">
        <thead>
          <tr>
            <th scope="col">{t('plan.score.rule')}</th>
            <th scope="col" class="right">{t('plan.score.value')}</th>
            <th scope="col" class="right">{t('plan.score.bound')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.scores.map((one) => (
            <tr key={one.rule}>
              <th scope="row">{inLanguage(one)}</th>
              <td class="right num">{one.value}</td>
              <td class="right num">{one.value === one.bound ? <span class="proven" title={t('plan.status.OPTIMAL')}>= {one.bound}</span> : `≥ ${one.bound}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** So many changes are listed; the rest is counted. */
const listedChanges = 60;

export function Changes({ of }: { of: readonly DutyChange[] }): JSX.Element {
  if (of.length === 0) return <p class="muted">{t('plan.changes.none')}</p>;
  return (
    <>
      <p class="muted">{t('plan.changes.count', { n: of.length })}</p>
      <ul class="rows changes" data-test="changes" tabIndex={0} aria-label={t('plan.changes.count', { n: of.length })}>
        {of.slice(0, listedChanges).map(({ before, after }) => {
          const duty = (after ?? before) as DeskDuty;
          return (
            <li key={duty.id} class="row">
              <span class="num">{dayName(duty.date)}</span>
              <span class="row-main">{duty.standby ? t('today.standby') : t('today.seat', { n: duty.seat })}</span>
              {before && <s class="muted">{before.lawyer.name}</s>}
              {after && <b>{after.lawyer.name}</b>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
