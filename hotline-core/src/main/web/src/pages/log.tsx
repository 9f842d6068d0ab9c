import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api, Refused, type LogFilter } from '../api/client';
import { outcomes, type Consultation, type LawyerRef } from '../api/types';
import { locale, t, term } from '../i18n';
import { unfinished } from '../record/merge';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { go, place } from '../state/router';
import { has, lists, now, zone } from '../state/session';
import { clock, dayOf, plusDays, shortDay } from '../time';
import { CallerName, OutcomeChip, Seconds } from '../ui/domain';
import { Icon } from '../ui/icons';
import { Button, Empty, Skeleton, Trouble } from '../ui/kit';
import { VirtualList } from '../ui/virtual-list';
import { LogTools } from './log-tools';
import { RecordView } from './record';

/** Records asked for at first, and at a time by who reads on. */
const firstPage = 100;
const nextPage = 500;
/** Typing pauses this long before a search goes out. */
const searchMillis = 250;
const rowHeights = { wide: 52, narrow: 72 } as const;
/** What a report's number asks for beyond the filters that are set by hand; each is shown and can be taken off. */
const onlyNames = ['disposition', 'hour', 'weekday', 'credited', 'callerGroup', 'district', 'queued', 'waitAtMost', 'ratingFrom'] as const;
const filterNames = ['q', 'caller', 'from', 'to', 'outcome', 'category', 'lawyer', 'channel', 'unfinished', ...onlyNames] as const;

export function Log(): JSX.Element {
  const id = /^\/log\/([^/]+)/.exec(place.value.path)?.[1];
  const query = place.value.query;
  const key = filterNames.map((name) => query.get(name) ?? '').join('|');
  const filter = useMemo<LogFilter>(() => {
    const found: LogFilter = {};
    for (const name of filterNames) {
      const value = query.get(name);
      if (value) found[name] = value;
    }
    return found;
  }, [key]);
  const setFilter = (change: Partial<Record<(typeof filterNames)[number], string>>): void => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    go(`/log${text ? `?${text}` : ''}`, true);
  };
  const search = query.toString();
  const link = (to: string): string => `/log/${to}${search ? `?${search}` : ''}`;

  return (
    <div class={`log${id ? ' with-record' : ''}`}>
      <h1 class="visually-hidden">{t('log.title')}</h1>
      <div class="log-list">
        <Filters filter={filter} set={setFilter} />
        <Rows key={key} filter={filter} open={id} link={link} />
      </div>
      <div class="log-record">
        {id
          ? <RecordView key={id} id={decodeURIComponent(id)} back={() => go(`/log${search ? `?${search}` : ''}`)} />
          : <Empty icon="log" title={t('log.pick.title')} text={t('log.pick.text')} />}
      </div>
    </div>
  );
}

type Set = (change: Partial<Record<(typeof filterNames)[number], string>>) => void;

function Filters({ filter, set }: { filter: LogFilter; set: Set }): JSX.Element {
  const [text, setText] = useState(filter.q ?? '');
  const [more, setMore] = useState(() => ['caller', 'category', 'lawyer', 'channel'].some((name) => filter[name as keyof LogFilter]));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(filter.q ?? '');
  }, [filter.q]);
  useEffect(() => {
    const slash = (event: KeyboardEvent): void => {
      if (event.key === '/' && !(event.target as Element).closest('input, textarea, select, dialog')) {
        event.preventDefault();
        input.current?.focus();
      }
    };
    addEventListener('keydown', slash);
    return () => removeEventListener('keydown', slash);
  }, []);

  const today = dayOf(now(), zone.value);
  const periods = { today, week: plusDays(today, -6), month: plusDays(today, -29) } as const;
  const [own, setOwn] = useState(false);
  const period = !filter.from && !filter.to ? (own ? 'own' : 'all')
    : own ? 'own'
      : filter.to === today || !filter.to
        ? (Object.entries(periods).find(([, from]) => from === filter.from)?.[0] ?? 'own') : 'own';
  const used = Object.keys(filter).length > 0;

  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="search">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          value={text}
          maxLength={200}
          onInput={(event) => {
            const value = event.currentTarget.value;
            setText(value);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => set({ q: value.trim() }), searchMillis);
          }}
        />
      </div>
      <div class="filter-line">
        <select
          aria-label={t('log.period')}
          value={period}
          onChange={(event) => {
            const to = event.currentTarget.value;
            setOwn(to === 'own');
            if (to === 'own') set({ from: filter.from ?? today, to: filter.to ?? today });
            else set(to === 'all' ? { from: '', to: '' } : { from: periods[to as keyof typeof periods], to: today });
          }}
        >
          {(['all', 'today', 'week', 'month', 'own'] as const).map((one) => (
            <option key={one} value={one}>{t(`log.period.${one}`)}</option>
          ))}
        </select>
        <select aria-label={t('log.outcome')} value={filter.outcome ?? ''} onChange={(event) => set({ outcome: event.currentTarget.value })}>
          <option value="">{t('log.outcome')}: {t('log.any')}</option>
          {outcomes.map((one) => <option key={one} value={one}>{t(`outcome.${one}`)}</option>)}
        </select>
        <label class="tick">
          <input type="checkbox" checked={filter.unfinished === 'true'} onChange={(event) => set({ unfinished: event.currentTarget.checked ? 'true' : '' })} />
          {t('log.unfinished')}
        </label>
        <Button kind="quiet" small icon="filter" aria-expanded={more} onClick={() => setMore(!more)}>{t('log.filter.more')}</Button>
        {used && <Button kind="quiet" small onClick={() => {
          setText('');
          setOwn(false);
          set(Object.fromEntries(filterNames.map((name) => [name, ''])));
        }}>{t('log.clear')}</Button>}
        <LogTools filter={filter} />
      </div>
      {period === 'own' && (
        <div class="filter-line">
          <label>{t('log.from')} <input type="date" value={filter.from ?? ''} max={filter.to} onChange={(event) => set({ from: event.currentTarget.value })} /></label>
          <label>{t('log.to')} <input type="date" value={filter.to ?? ''} min={filter.from} onChange={(event) => set({ to: event.currentTarget.value })} /></label>
        </div>
      )}
      {more && <MoreFilters filter={filter} set={set} />}
      <Only filter={filter} set={set} />
    </form>
  );
}

function Only({ filter, set }: { filter: LogFilter; set: Set }): JSX.Element | null {
  const used = onlyNames.filter((name) => filter[name]);
  if (used.length === 0) return null;
  return (
    <div class="filter-line">
      <span class="muted">{t('log.only')}</span>
      {used.map((name) => (
        <Button key={name} kind="quiet" small icon="close" onClick={() => set({ [name]: '' })}>
          {t(`log.only.${name}`, { n: filter[name] === '-' ? t('log.only.none') : filter[name] ?? '' })}
        </Button>
      ))}
    </div>
  );
}

function MoreFilters({ filter, set }: { filter: LogFilter; set: Set }): JSX.Element {
  const lawyers = useLawyers();
  return (
    <div class="filter-line">
      <input
        type="search" inputMode="tel" class="num" aria-label={t('log.caller')} placeholder={t('log.caller')} defaultValue={filter.caller ?? ''} maxLength={32}
        onChange={(event) => set({ caller: event.currentTarget.value.replace(/[^\d+]/g, '') })}
      />
      <select aria-label={t('log.category')} value={filter.category ?? ''} onChange={(event) => set({ category: event.currentTarget.value })}>
        <option value="">{t('log.category')}: {t('log.any')}</option>
        {lists.value.categories.map((one) => <option key={one.key} value={one.key}>{term(one)}</option>)}
      </select>
      {has('coordinator', 'administrator') && (
        <select aria-label={t('log.lawyer')} value={filter.lawyer ?? ''} onChange={(event) => set({ lawyer: event.currentTarget.value })}>
          <option value="">{t('log.lawyer')}: {t('log.any')}</option>
          {lawyers.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
        </select>
      )}
      <select aria-label={t('log.channel')} value={filter.channel ?? ''} onChange={(event) => set({ channel: event.currentTarget.value })}>
        <option value="">{t('log.channel')}: {t('log.any')}</option>
        {(['PHONE', 'IN_PERSON', 'ONLINE', 'OUTREACH'] as const).map((one) => <option key={one} value={one}>{t(`channel.${one}`)}</option>)}
      </select>
    </div>
  );
}

/** Who sat or will sit, as the roster around today names them. */
export function useLawyers(): LawyerRef[] {
  const today = dayOf(now(), zone.value);
  const roster = useLoad((signal) => api.roster(plusDays(today, -60), plusDays(today, 60), signal), [today]);
  return useMemo(() => {
    const found = new Map<string, LawyerRef>();
    for (const duty of roster.data?.duties ?? []) found.set(duty.lawyer.id, duty.lawyer);
    return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
  }, [roster.data]);
}

function Rows({ filter, open, link }: { filter: LogFilter; open: string | undefined; link: (id: string) => string }): JSX.Element {
  const [items, setItems] = useState<Consultation[] | undefined>(undefined);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<Refused | undefined>(undefined);
  const [fresh, setFresh] = useState(false);
  const [at, setAt] = useState(-1);
  const flight = useRef<AbortController | null>(null);
  const narrow = useNarrow();
  const scrolled = useRef(false);

  const load = useCallback(async (page: string | null) => {
    if (page !== null && flight.current) return;
    flight.current?.abort();
    const mine = new AbortController();
    flight.current = mine;
    try {
      const answer = await api.consultations(filter, page, page === null ? firstPage : nextPage, mine.signal);
      if (mine.signal.aborted) return;
      setItems((old) => (page === null ? answer.items : [...(old ?? []), ...answer.items]));
      setNext(answer.next);
      setError(undefined);
      if (page === null) setFresh(false);
    } catch (failure) {
      if (!mine.signal.aborted) setError(failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure)));
    } finally {
      if (flight.current === mine) flight.current = null;
    }
  }, [filter]);

  useEffect(() => {
    void load(null);
    return () => flight.current?.abort();
  }, [load]);

  // While the reader is at the first rows the list follows by itself; further down it only says that there is more.
  useNotices(['consultation', 'call'], (notice) => {
    const id = notice === 'resync' ? undefined : notice.id;
    const known = id !== undefined && items?.some((one) => one.id === id);
    if (known && id) void one(id);
    else if (!scrolled.current) void load(null);
    else setFresh(true);
  });
  const one = async (id: string): Promise<void> => {
    try {
      const { body } = await api.consultation(id);
      setItems((old) => old?.map((item) => (item.id === id ? body : item)));
    } catch {
      // The next load tells.
    }
  };

  if (items === undefined) return error ? <Trouble failure={error} retry={() => void load(null)} /> : <Skeleton kind="row" rows={12} />;
  if (items.length === 0) {
    return Object.keys(filter).length
      ? <Empty icon="search" title={t('log.empty.title')} text={t('log.empty.text')} />
      : <Empty icon="log" title={t('log.none.title')} text={t('log.none.text')} />;
  }
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by) {
      event.preventDefault();
      const from = at >= 0 ? at : items.findIndex((item) => item.id === open);
      setAt(Math.max(0, Math.min(items.length - 1, from + by)));
    } else if (event.key === 'Enter' && at >= 0 && event.target === event.currentTarget) {
      const item = items[at];
      if (item) go(link(item.id));
    }
  };
  return (
    <>
      {fresh && <button type="button" class="fresh" onClick={() => void load(null)}>{t('log.new')}</button>}
      <VirtualList
        count={items.length}
        rowHeight={narrow ? rowHeights.narrow : rowHeights.wide}
        label={t('log.title')}
        reveal={at}
        onNearEnd={() => next !== null && void load(next)}
        onKeyDown={key}
        head={
          <div role="row" class="log-row log-head">
            <span role="columnheader">{t('log.col.time')}</span>
            <span role="columnheader">{t('log.col.caller')}</span>
            <span role="columnheader">{t('log.col.matter')}</span>
            <span role="columnheader">{t('log.col.lawyer')}</span>
            <span role="columnheader" class="right">{t('log.col.talk')}</span>
            <span role="columnheader">{t('log.col.outcome')}</span>
          </div>
        }
        row={(n, key) => {
          const item = items[n];
          return item && <LogRow key={key} item={item} n={n} at={n === at} open={item.id === open} href={link(item.id)} />;
        }}
        foot={
          <p class="log-foot" role="status">
            {error && <Trouble failure={error} retry={() => void load(next)} />}
            {next !== null ? t('log.more') : t('log.all', { n: items.length })}
          </p>
        }
      />
      <ScrollWatch onChange={(down) => (scrolled.current = down)} />
    </>
  );
}

/** Tells whether the list has been scrolled away from its first rows. */
function ScrollWatch({ onChange }: { onChange: (down: boolean) => void }): JSX.Element {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const list = mark.current?.parentElement?.querySelector('.virtual');
    const watch = (): void => onChange((list?.scrollTop ?? 0) > 200);
    list?.addEventListener('scroll', watch, { passive: true });
    return () => list?.removeEventListener('scroll', watch);
  }, []);
  return <span ref={mark} hidden />;
}

function LogRow({ item, n, at, open, href }: { item: Consultation; n: number; at: boolean; open: boolean; href: string }): JSX.Element {
  const category = term(lists.value.categories.find((one) => one.key === item.category));
  const todo = unfinished(item);
  return (
    <div role="row" aria-rowindex={n + 2} class={`log-row${at ? ' at' : ''}${open ? ' open' : ''}`} onClick={() => go(href)}>
      <span role="cell" class="log-time num">
        <a href={href} tabIndex={-1} aria-current={open ? 'true' : undefined}>
          <span class="log-day">{dayWord(item.startedAt)}</span> {clock(item.startedAt, zone.value)}
        </a>
      </span>
      <span role="cell" class="log-caller"><CallerName caller={item.caller} /></span>
      <span role="cell" class="log-matter">
        {category && <b>{category}</b>} {item.summary ?? item.matter ?? ''}
        {todo && <em class="todo">{t('log.todo')}</em>}
      </span>
      <span role="cell" class="log-lawyer">{item.lawyerName ?? item.lawyer ?? t('unit.none')}</span>
      <span role="cell" class="log-talk right"><Seconds value={item.talkSeconds || null} /></span>
      <span role="cell" class="log-outcome"><OutcomeChip of={item} /></span>
    </div>
  );
}

function dayWord(at: string): string {
  const day = dayOf(at, zone.value);
  const today = dayOf(now(), zone.value);
  if (day === today) return t('time.today');
  return day === plusDays(today, -1) ? t('time.yesterday') : shortDay(at, zone.value, locale.value, now());
}

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 719px)').matches);
  useEffect(() => {
    const query = matchMedia('(max-width: 719px)');
    const follow = (): void => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return narrow;
}

