import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { groupNames, reports, type GroupName, type Report, type ReportFilter, type ReportGroup } from '../../api/reports';
import { language, locale, t, term, type MessageKey } from '../../i18n';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { go, place } from '../../state/router';
import { centre, lists, now, zone } from '../../state/session';
import { clock, dayOf, plusDays, shortDay, span } from '../../time';
import { Button, Empty, Part, Skeleton } from '../../ui/kit';
import type { ChartKind } from '../../ui/chart';
import { Reconcile } from './reconcile';

/** Rows shown of a long list; the rest is in the workbook. */
const mostRows = 20;
const periods = ['today', 'week', 'month', 'year'] as const;

const opens = (filter: ReportFilter): string => `/log?${new URLSearchParams(filter).toString()}`;
const percent = (share: number | null): string => (share === null ? t('unit.none') : `${(100 * share).toFixed(1)}%`);
const count = (value: number): string => value.toLocaleString(locale.value);

/** A number that opens the records it counts. */
function Opens({ of, children }: { of: { filter: ReportFilter }; children: ComponentChildren }): JSX.Element {
  return <a class="num" href={opens(of.filter)}>{children}</a>;
}

function range(name: (typeof periods)[number], today: string): [string, string] {
  if (name === 'week') return [plusDays(today, -6), today];
  if (name === 'month') return [`${today.slice(0, 7)}-01`, today];
  if (name === 'year') return [`${today.slice(0, 4)}-01-01`, today];
  return [today, today];
}

export function Reports(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const [first, last] = range('month', today);
  const from = place.value.query.get('from') ?? first;
  const to = place.value.query.get('to') ?? last;
  const load = useLoad((signal) => reports.summary(from, to, signal), [from, to]);
  const set = (a: string, b: string): void => go(`/reports?from=${a}&to=${b}`);
  return (
    <div class="page office reports">
      <header class="page-head">
        <div>
          <h1>{t('nav.reports')}</h1>
          <p class="muted print-only">{centre.value?.name}</p>
          {load.data && <p class="muted num">{shortDay(load.data.from, zone.value, locale.value, 0)} – {shortDay(`${to}T12:00:00Z`, 'UTC', locale.value, 0)} · {t('report.asat', { time: `${shortDay(load.data.asAt, zone.value, locale.value, now())} ${clock(load.data.asAt, zone.value)}` })}</p>}
        </div>
        <div class="page-actions">
          {offers('get /reports/summary.xlsx') && <a class="button" href={reports.workbook(from, to, language.value)} download>{t('report.xlsx')}</a>}
          <Button icon="print" onClick={() => print()}>{t('roster.print')}</Button>
        </div>
      </header>
      <div class="office-bar">
        <div class="segments" role="group" aria-label={t('log.period')}>
          {periods.map((one) => {
            const [a, b] = range(one, today);
            return <button key={one} type="button" aria-pressed={a === from && b === to} onClick={() => set(a, b)}>{t(`report.period.${one}`)}</button>;
          })}
        </div>
        <input type="date" aria-label={t('log.from')} value={from} max={to} onChange={(event) => event.currentTarget.value && set(event.currentTarget.value, to)} />
        <input type="date" aria-label={t('log.to')} value={to} min={from} onChange={(event) => event.currentTarget.value && set(from, event.currentTarget.value)} />
      </div>
      <Part load={load} skeleton={<Skeleton kind="card" rows={6} />}>
        {(data) => (data.totals.records.value === 0 && data.totals.calls.value === 0
          ? <Empty icon="report" title={t('report.empty.title')} text={t('report.empty.text')} />
          : <Whole of={data} />)}
      </Part>
      {offers('get /reports/coverage') && <DutyCoverage key={`${from} ${to}`} from={from} to={to} />}
      {offers('get /reconciliations') && <Reconcile />}
    </div>
  );
}

function Whole({ of }: { of: Report }): JSX.Element {
  const { totals, service, satisfaction } = of;
  return (
    <>
      <dl class="report-numbers" data-test="report-numbers">
        <Figure name={t('report.records')}><Opens of={totals.records}>{count(totals.records.value)}</Opens></Figure>
        <Figure name={t('report.calls')}><Opens of={totals.calls}>{count(totals.calls.value)}</Opens></Figure>
        <Figure name={t('report.rate')} note={<><Opens of={service.answered}>{count(service.answered.value)}</Opens> / <Opens of={service.offered}>{count(service.offered.value)}</Opens></>}>{percent(service.answerRate)}</Figure>
        <Figure name={t('report.within', { n: service.withinSeconds })} note={<Opens of={service.within}>{count(service.within.value)}</Opens>}>{percent(service.withinOfAnswered)}</Figure>
        <Figure name={t('report.abandoned')} note={percent(service.abandonRate)}><Opens of={service.abandoned}>{count(service.abandoned.value)}</Opens></Figure>
        <Figure name={t('report.satisfied')} note={<><Opens of={satisfaction.satisfied}>{count(satisfaction.satisfied.value)}</Opens> / <Opens of={satisfaction.rated}>{count(satisfaction.rated.value)}</Opens></>}>{percent(satisfaction.satisfiedShare)}</Figure>
        <Figure name={t('report.content')} note={<><Opens of={satisfaction.content}>{count(satisfaction.content.value)}</Opens> / <Opens of={satisfaction.rated}>{count(satisfaction.rated.value)}</Opens></>}>{percent(satisfaction.contentShare)}</Figure>
        <Figure name={t('report.response')} note={<><Opens of={satisfaction.rated}>{count(satisfaction.rated.value)}</Opens> / <Opens of={service.answered}>{count(service.answered.value)}</Opens></>}>{percent(satisfaction.responseShare)}</Figure>
        <Figure name={t('report.talk')}>{totals.meanTalkSeconds === null ? t('unit.none') : span(totals.meanTalkSeconds)}</Figure>
        <Figure name={t('report.wait')}>{totals.meanWaitSeconds === null ? t('unit.none') : span(totals.meanWaitSeconds)}</Figure>
      </dl>
      {service.worst24h && (
        <p class={`notice${(service.worst24h.answerRate ?? 1) < 0.95 ? ' warn' : ''}`}>
          {t('report.worst', {
            rate: percent(service.worst24h.answerRate),
            time: `${shortDay(service.worst24h.from, zone.value, locale.value, now())} ${clock(service.worst24h.from, zone.value)}`,
          })} <Opens of={service.worst24h.offered}>{t('report.worst.calls', { n: count(service.worst24h.offered.value) })}</Opens>
        </p>
      )}
      <div class="report-charts">
        <ChartOf title={t(of.byMonth ? 'report.bymonth' : 'report.byday')} kind="period" groups={of.groups.period} />
        <ChartOf title={t('report.heat')} kind="heat" groups={of.groups.weekdayHour} />
      </div>
      <div class="report-tables">
        {groupNames.filter((one) => one !== 'weekdayHour' && one !== 'period').map((one) => <Group key={one} name={one} rows={of.groups[one]} />)}
        <Channels of={of} />
      </div>
    </>
  );
}

function Figure({ name, note, children }: { name: string; note?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <div class="card">
      <dt>{name}</dt>
      <dd class="num">{children}{note !== undefined && <small>{note}</small>}</dd>
    </div>
  );
}

function nameOf(group: GroupName, one: ReportGroup): string {
  if (one.key === null) return t('report.none');
  if (group === 'hour') return `${one.key.padStart(2, '0')}:00`;
  if (group === 'weekday') return new Intl.DateTimeFormat(locale.value, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, Number(one.key))));
  if (group === 'outcome') return t(`outcome.${one.key}` as MessageKey);
  if (one.name) return language.value === 'zh' ? one.name.zh : one.name.en || one.name.zh;
  const known = { category: lists.value.categories, disposition: lists.value.dispositions, callerGroup: lists.value.groups }[group as string];
  return term(known?.find((word) => word.key === one.key), one.key);
}

function Group({ name, rows }: { name: GroupName; rows: readonly ReportGroup[] }): JSX.Element | null {
  const shown = (name === 'hour' || name === 'weekday' ? rows.filter((one) => one.value > 0) : rows).slice(0, mostRows);
  if (shown.length === 0) return null;
  const most = Math.max(1, ...shown.map((one) => one.value));
  const served = name === 'hour' || name === 'weekday' || name === 'lawyer';
  return (
    <section aria-labelledby={`group-${name}`}>
      <h2 id={`group-${name}`}>{t(`report.group.${name}` as MessageKey)}</h2>
      <table class="table small bars">
        <tbody>
          {shown.map((one) => (
            <tr key={one.key ?? ''}>
              <th scope="row">{nameOf(name, one)}</th>
              <td class="bar"><meter min={0} max={most} value={one.value} aria-hidden="true" /></td>
              <td class="right"><Opens of={one}>{count(one.value)}</Opens></td>
              {served && <td class="right num muted">{name === 'lawyer' ? `${one.rated ? percent(one.satisfied / one.rated) : t('unit.none')} (${one.rated})` : percent(one.answerRate)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How much of the time that was to be manned a lawyer was there, and who was late or did not come. */
function DutyCoverage({ from, to }: { from: string; to: string }): JSX.Element {
  const load = useLoad((signal) => reports.coverage(from, to, signal), [from, to]);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">{t('coverage.title')}</h2>
      <Part load={load} skeleton={<Skeleton kind="card" rows={4} />}>
        {(data) => (data.planned === 0 ? <Empty line icon="roster" title={t('coverage.none')} /> : (
          <>
            <dl class="report-numbers" data-test="coverage">
              <Figure name={t('coverage.rostered')} note={hours(data.rostered)}>{percent(data.rostered / data.planned)}</Figure>
              <Figure name={t('coverage.signedin')} note={hours(data.signedIn)}>{percent(data.signedIn / data.planned)}</Figure>
              <Figure name={t('coverage.missing')} note={t('coverage.days', { n: data.days.filter((one) => one.missing > 0).length })}>{hours(data.missing)}</Figure>
            </dl>
            <details>
              <summary>{t('coverage.lawyers')}</summary>
              <div class="table-box" role="region" aria-label={t('coverage.lawyers')} tabIndex={0}>
                <table class="table small">
                  <thead>
                    <tr>
                      <th scope="col">{t('log.lawyer')}</th>
                      <th scope="col" class="right">{t('coverage.duties')}</th>
                      <th scope="col" class="right">{t('coverage.signedin')}</th>
                      <th scope="col" class="right">{t('coverage.late')}</th>
                      <th scope="col" class="right">{t('coverage.missed')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.lawyers.map((one) => (
                      <tr key={one.lawyer.id}>
                        <th scope="row">{one.lawyer.name}</th>
                        <td class="right num">{one.duties}</td>
                        <td class="right num">{one.planned ? percent(one.signedIn / one.planned) : t('unit.none')}</td>
                        <td class="right num">{one.late}</td>
                        <td class="right num">{one.missed}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </details>
          </>
        ))}
      </Part>
    </section>
  );
}

const hours = (minutes: number): string => t('coverage.hours', { n: (minutes / 60).toFixed(1) });

function Channels({ of }: { of: Report }): JSX.Element {
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">{t('log.channel')}</h2>
      <table class="table small">
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">{t('log.channel')}</span></th>
            <th scope="col" class="right">{t('report.channel.period')}</th>
            <th scope="col" class="right">{t('report.channel.year')}</th>
            <th scope="col" class="right">{t('report.channel.ever')}</th>
          </tr>
        </thead>
        <tbody>
          {of.channels.map((one) => (
            <tr key={one.channel}>
              <th scope="row">{t(`channel.${one.channel}`)}</th>
              <td class="right"><Opens of={one.records}>{count(one.records.value)}</Opens></td>
              <td class="right num">{count(one.yearToDate)}</td>
              <td class="right num">{count(one.sinceInception)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A picture of what the tables say in numbers; fetched apart, since it weighs more than all pages together. */
function ChartOf({ title, kind, groups }: { title: string; kind: ChartKind; groups: readonly ReportGroup[] }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const dark = getComputedStyle(document.documentElement).colorScheme;
  useEffect(() => {
    let gone = false;
    let end = (): void => {};
    import('../../ui/chart').then(({ draw }) => {
      if (!gone && box.current) end = draw(box.current, kind, groups, (filter) => go(opens(filter)));
    }, () => setFailed(true));
    return () => {
      gone = true;
      end();
    };
  }, [groups, language.value, dark]);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {failed ? <p class="muted">{t('error.unreachable')}</p> : groups.length === 0 ? <p class="muted">{t('report.nocalls')}</p> : <div ref={box} class={`chart ${kind}`} role="img" aria-label={title} />}
    </section>
  );
}
