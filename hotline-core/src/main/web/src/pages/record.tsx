import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Consultation, RecordEdit, RecordFields, TimelineEntry } from '../api/types';
import { locale, t, term, type MessageKey } from '../i18n';
import { DeadlineDialog } from '../record/deadline';
import { guess, type Guess } from '../record/guess';
import { missing, type FieldName } from '../record/merge';
import { openForm } from '../record/open';
import { api } from '../api/client';
import { useLoad } from '../state/load';
import { RecordingPart } from '../record/player';
import { useRecord, type OpenRecord } from '../record/use-record';
import { account, has, lists, now, zone } from '../state/session';
import { clock, clockSeconds, dayOf, daysBetween, shortDay } from '../time';
import { CallerName, OutcomeChip, Seconds } from '../ui/domain';
import { Icon } from '../ui/icons';
import { Button, Chip, Field, IconButton, Part, Skeleton, Trouble } from '../ui/kit';
import { TermPicker } from '../ui/picker';

/** Days before the end of a limitation period under which aid may begin before the decision (Legal Aid Law, art. 44). */
const urgentDays = 7;

export const fieldKeys: Record<FieldName, MessageKey> = {
  category: 'record.category',
  callerGroups: 'record.groups',
  callerName: 'record.callerName',
  district: 'record.district',
  matter: 'record.matter',
  summary: 'record.summary',
  advice: 'record.advice',
  disposition: 'record.disposition',
  rightsExplained: 'record.art23',
  limitationDate: 'record.limitation',
  followUpWanted: 'record.followUp',
  followUpOn: 'record.followUpOn',
  sensitive: 'record.sensitive',
  nameWithheld: 'record.nameWithheld',
  aidApplication: 'record.aid',
  referredTo: 'record.referredTo',
};

/** Dispositions that send the caller on: to whom is asked then. */
const sentOn = ['mediation', 'notary', 'appraisal', 'other_department', 'emergency', 'complaint'];

export function RecordView({ id, back, extra }: { id: string; back?: () => void; extra?: (one: Consultation) => ComponentChildren }): JSX.Element {
  const record = useRecord(id);
  const { consultation, fields } = record;
  const box = useRef<HTMLElement>(null);
  const history = useHistory(consultation);

  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && (event.key.toLowerCase() === 's' || event.key === 'Enter')) {
        event.preventDefault();
        record.save();
      }
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  });

  if (record.error && !consultation) return <div class="record"><Trouble failure={record.error} retry={record.reload} /></div>;
  if (!consultation || !fields) return <div class="record"><Skeleton rows={8} /></div>;
  const writable = has('coordinator') || (has('lawyer') && (consultation.lawyer === null || consultation.lawyer === account.value?.username));

  return (
    <article class="record" ref={box} aria-labelledby="record-title" data-test="record">
      <header class="record-head">
        {back && <IconButton icon="left" class="record-back" label={t('action.back')} onClick={back} />}
        <div>
          <h2 id="record-title"><CallerName caller={consultation.caller} /></h2>
          <p class="muted num">{t('record.number', { n: consultation.number })}</p>
        </div>
        <OutcomeChip of={consultation} />
      </header>
      {consultation.endedAt !== null && <Facts of={consultation} />}
      {extra?.(consultation)}
      <RecordingPart of={consultation} />
      {consultation.hidden && <p class="notice"><Icon name="info" />{t('record.hidden')}</p>}
      <Earlier history={history} open={consultation.endedAt === null} record={record} writable={writable} />
      {record.conflicts.length > 0 && <Conflicts record={record} />}
      <Form record={record} fields={fields} writable={writable} />
      <Course entries={consultation.timeline ?? []} />
      {consultation.updatedAt && <Edits of={consultation} updatedAt={consultation.updatedAt} />}
    </article>
  );
}

function Facts({ of }: { of: Consultation }): JSX.Element {
  return (
    <dl class="facts">
      <div>
        <dt>{t('record.started')}</dt>
        <dd class="num">{shortDay(of.startedAt, zone.value, locale.value, now())} {clockSeconds(of.startedAt, zone.value)}</dd>
      </div>
      <div><dt>{t('record.lawyer')}</dt><dd>{of.lawyerName ?? of.lawyer ?? <span class="muted">{t('record.lawyer.none')}</span>}</dd></div>
      <div><dt>{t('record.wait')}</dt><dd><Seconds value={of.waitSeconds} /></dd></div>
      <div><dt>{t('record.talk')}</dt><dd><Seconds value={of.talkSeconds} /></dd></div>
      <div><dt>{t('record.rating')}</dt><dd>{of.rating === null ? <span class="muted">{t('record.rating.none')}</span> : t('record.rating.value', { n: of.rating })}</dd></div>
      <div>
        <dt>{t('record.channel')}</dt>
        <dd>{t(`channel.${of.channel}`)}{typeof of.recorded === 'boolean' && <small class="muted"> · {t(of.recorded ? 'record.recorded.yes' : 'record.recorded.no')}</small>}</dd>
      </div>
    </dl>
  );
}

function useHistory(of: Consultation | undefined): readonly Consultation[] {
  const may = has('lawyer', 'coordinator') && of?.channel === 'PHONE' && of.caller.masked !== '';
  const earlier = useLoad(async (signal) => (of && may ? (await api.history(of.id, signal)).items : []), [of?.id, may]);
  return earlier.data ?? [];
}

/** Who calls, before one picks up: how often, with whom he spoke, what about, what he was told; and a guess at the matter. */
function Earlier({ history, open, record, writable }: { history: readonly Consultation[]; open: boolean; record: OpenRecord; writable: boolean }): JSX.Element | null {
  const what = guess(history);
  const chosen = lists.value.categories.find((one) => one.key === what.category);
  const take = (): void => record.change('category', what.category);
  const guessed = writable && open && chosen && !record.fields?.category;
  useEffect(() => {
    if (!guessed) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.code !== 'Digit1') return;
      event.preventDefault();
      take();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  if (!history.length) return open ? <p class="earlier-none muted">{t('record.first')}</p> : null;
  return (
    <section class="earlier" aria-label={t('record.history')} data-test="earlier">
      <div class="earlier-line">
        <b>{t('call.earlier', { n: what.nth })}</b>
        <Priority keys={what.priority} />
        {guessed && (
          <button type="button" class="guess" onClick={take} title="Alt+1">
            {t('record.guess', { what: term(chosen) })} <kbd>Alt+1</kbd>
          </button>
        )}
      </div>
      {what.last && <Last one={what.last} />}
      <details class="history" open={open && history.length > 1 && history.length < 4}>
        <summary>{t('record.history')} <span class="num">({history.length})</span></summary>
        <ul class="rows">
          {history.map((one) => (
            <li key={one.id}>
              <a class="row" href={`/log/${one.id}`}>
                <span class="row-when num">{shortDay(one.startedAt, zone.value, locale.value, now())}</span>
                <span class="row-main">
                  {one.hidden ? t('record.hidden.short') : term(lists.value.categories.find((each) => each.key === one.category), t('unit.none'))}
                  <small>{one.advice ?? one.summary ?? ''}</small>
                </span>
                <span class="row-who">{one.lawyerName ?? one.lawyer ?? ''}</span>
              </a>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Priority({ keys }: { keys: Guess['priority'] }): JSX.Element | null {
  if (!keys.length) return null;
  const name = (key: string): string => term([...lists.value.categories, ...lists.value.groups].find((one) => one.key === key), key);
  return <Chip tone="warn">{t('record.priority', { why: keys.map(name).join(locale.value === 'zh-CN' ? '、' : ', ') })}</Chip>;
}

function Last({ one }: { one: Consultation }): JSX.Element {
  return (
    <p class="earlier-last">
      <span class="muted">
        {t('record.last', { day: shortDay(one.startedAt, zone.value, locale.value, now()), who: one.lawyerName ?? one.lawyer ?? '' })}
        {one.category && ` · ${term(lists.value.categories.find((each) => each.key === one.category))}`}
      </span>
      {(one.advice ?? one.summary) && <q>{one.advice ?? one.summary}</q>}
    </p>
  );
}

function Form({ record, fields, writable }: { record: OpenRecord; fields: RecordFields; writable: boolean }): JSX.Element {
  const left = missing(fields);
  const { change } = record;
  const form = useRef<HTMLFormElement>(null);
  const [counting, setCounting] = useState(false);
  useEffect(() => {
    if (!writable) return undefined;
    const area = (): HTMLTextAreaElement | null => form.current?.querySelector('textarea[name=advice]') ?? null;
    openForm.value = {
      id: record.consultation?.id ?? '',
      missing: left,
      category: fields.category,
      advise: (words) => {
        const box = area();
        const old = fields.advice ?? '';
        const at = box && box === document.activeElement ? box.selectionStart : old.length;
        const before = old.slice(0, at);
        const glue = before && !before.endsWith('\n') ? '\n' : '';
        change('advice', before + glue + words + old.slice(at));
        const end = (before + glue + words).length;
        requestAnimationFrame(() => {
          box?.focus();
          box?.setSelectionRange(end, end);
        });
      },
      toMissing: () => form.current?.querySelector<HTMLElement>('[data-needed] :is(input, select, textarea)')?.focus(),
    };
    return () => (openForm.value = null);
  }, [writable, record.consultation?.id, left.join(), fields.category, fields.advice]);
  // At the ring the hands are on the keyboard already: the first field waits for them.
  const ringing = record.consultation?.endedAt === null;
  useEffect(() => {
    const at = document.activeElement;
    if (ringing && writable && (at === document.body || at?.id === 'main')) form.current?.querySelector('input')?.focus();
  }, [record.consultation?.id]);
  const text = (name: 'callerName' | 'district' | 'matter' | 'referredTo', hint?: string): JSX.Element => (
    <Field label={t(fieldKeys[name])} hint={hint}>
      {(id, hintId) => (
        <input id={id} name={name} aria-describedby={hintId} maxLength={100} disabled={!writable || (name === 'callerName' && fields.nameWithheld)} value={fields[name] ?? ''} onInput={(event) => change(name, event.currentTarget.value)} />
      )}
    </Field>
  );
  const long = (name: 'summary' | 'advice', rows: number): JSX.Element => (
    <Field label={t(fieldKeys[name])} wide needed={left.includes(name)}>
      {(id) => (
        <textarea id={id} name={name} rows={rows} maxLength={10000} disabled={!writable} value={fields[name] ?? ''} onInput={(event) => change(name, event.currentTarget.value)} />
      )}
    </Field>
  );
  const tick = (name: 'followUpWanted' | 'sensitive' | 'nameWithheld' | 'aidApplication'): JSX.Element => (
    <label class="tick">
      <input type="checkbox" name={name} disabled={!writable} checked={fields[name]} onChange={(event) => change(name, event.currentTarget.checked)} />
      {t(fieldKeys[name])}
    </label>
  );
  return (
    <form ref={form} class="record-form" aria-label={t('record.form')} onSubmit={(event) => event.preventDefault()}>
      {!writable && <p class="notice"><Icon name="info" />{t('record.readonly')}</p>}
      <div class="form-grid">
        <Field label={t('record.category')} needed={left.includes('category')}>
          {(id) => (
            <TermPicker id={id} terms={lists.value.categories} value={fields.category} disabled={!writable}
              placeholder={t('record.category.placeholder')} none={t('record.category.none')} onChange={(code) => change('category', code)} />
          )}
        </Field>
        <Field label={t('record.disposition')} needed={left.includes('disposition')}>
          {(id) => (
            <select id={id} name="disposition" disabled={!writable} value={fields.disposition ?? ''} onChange={(event) => change('disposition', event.currentTarget.value || null)}>
              <option value="">{t('record.choose')}</option>
              {lists.value.dispositions.map((one) => <option key={one.key} value={one.key}>{term(one)}</option>)}
            </select>
          )}
        </Field>
        {long('summary', 4)}
        {long('advice', 5)}
        <div class="field wide" data-needed={left.includes('rightsExplained') ? '' : undefined}>
          <label class="tick strong">
            <input type="checkbox" name="rightsExplained" disabled={!writable} checked={fields.rightsExplained} onChange={(event) => change('rightsExplained', event.currentTarget.checked)} />
            <span>{t('record.art23')}{left.includes('rightsExplained') && <span class="needed" aria-hidden="true" />}<small>{t('record.art23.source')}</small></span>
          </label>
        </div>
        <fieldset class="field wide" disabled={!writable}>
          <legend>{t('record.groups')}</legend>
          <div class="choices">
            {lists.value.groups.map((one) => (
              <label key={one.key} class="choice">
                <input
                  type="checkbox"
                  checked={fields.callerGroups.includes(one.key)}
                  onChange={(event) => change('callerGroups', event.currentTarget.checked
                    ? [...fields.callerGroups, one.key] : fields.callerGroups.filter((code) => code !== one.key))}
                />
                <span>{term(one)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {text('district')}
        {text('matter')}
        {text('callerName', t('record.callerName.hint'))}
        <div class="field ticks">{tick('nameWithheld')}{tick('aidApplication')}{tick('sensitive')}</div>
        {(sentOn.includes(fields.disposition ?? '') || fields.referredTo) && text('referredTo')}
        <Field label={t('record.limitation')} hint={fields.limitationDate ? <Remaining date={fields.limitationDate} /> : undefined}>
          {(id, hintId) => (
            <span class="with-button">
              <input id={id} type="date" name="limitationDate" aria-describedby={hintId} disabled={!writable} value={fields.limitationDate ?? ''}
                onChange={(event) => change('limitationDate', event.currentTarget.value || null)} />
              {writable && <Button small onClick={() => setCounting(true)}>{t('deadline.open')}</Button>}
            </span>
          )}
        </Field>
        <div class="field ticks">
          {tick('followUpWanted')}
          {fields.followUpWanted && (
            <label class="follow-up-on">
              <span>{t('record.followUpOn')}</span>
              <input type="date" name="followUpOn" disabled={!writable} value={fields.followUpOn ?? ''} onChange={(event) => change('followUpOn', event.currentTarget.value || null)} />
            </label>
          )}
        </div>
      </div>
      {counting && <DeadlineDialog take={(date) => change('limitationDate', date)} close={() => setCounting(false)} />}
      {writable && (
        <footer class="record-foot">
          <SaveState record={record} left={left} />
          <Button kind="primary" disabled={record.state === 'saved' || record.state === 'conflict'} busy={record.state === 'saving'} onClick={record.save} title={t('record.save.keys')}>
            {t('action.save')}
          </Button>
        </footer>
      )}
    </form>
  );
}

function SaveState({ record, left }: { record: OpenRecord; left: readonly FieldName[] }): JSX.Element {
  const icon = { saved: 'check', dirty: 'info', saving: 'info', offline: 'warn', conflict: 'warn', refused: 'warn' } as const;
  const tone = { saved: 'ok', dirty: '', saving: '', offline: 'warn', conflict: 'bad', refused: 'bad' } as const;
  return (
    <div class="save-state" role="status" data-state={record.state}>
      <p class={tone[record.state]}>
        <Icon name={icon[record.state]} size={16} />
        {record.state === 'refused' ? t('record.state.refused', { why: record.why }) : t(`record.state.${record.state}`)}
      </p>
      <p class="muted">
        {left.length ? t('record.todo', { fields: left.map((name) => (name === 'rightsExplained' ? t('record.art23.source') : t(fieldKeys[name]))).join(locale.value === 'zh-CN' ? '、' : ', ') }) : t('record.done')}
      </p>
    </div>
  );
}

function Remaining({ date }: { date: string }): JSX.Element {
  const left = daysBetween(dayOf(now(), zone.value), date);
  const text = left > 0 ? t('record.limitation.left', { n: left }) : left === 0 ? t('record.limitation.today') : t('record.limitation.past', { n: -left });
  return <span class={left < urgentDays ? 'bad' : ''}>{text}{left >= 0 && left < urgentDays && `。${t('record.limitation.urgent')}`.replace(/^。/, locale.value === 'zh-CN' ? '。' : '. ')}</span>;
}

export function showField(name: FieldName, value: RecordFields[FieldName]): string {
  if (Array.isArray(value)) {
    return value.map((code) => term(lists.value.groups.find((one) => one.key === code), code)).join('、') || t('record.empty');
  }
  if (typeof value === 'boolean') return t(value ? 'record.yes' : 'record.no');
  if (!value) return t('record.empty');
  if (name === 'category') return term(lists.value.categories.find((one) => one.key === value), value);
  if (name === 'disposition') return term(lists.value.dispositions.find((one) => one.key === value), value);
  return value;
}

function Conflicts({ record }: { record: OpenRecord }): JSX.Element {
  const id = useId();
  return (
    <section class="conflicts" role="alert" aria-labelledby={id}>
      <h3 id={id}><Icon name="warn" />{t('record.conflict.title')}</h3>
      <p>{t('record.conflict.text')}</p>
      {record.conflicts.map((name) => (
        <div key={name} class="conflict">
          <h4>{t(fieldKeys[name])}</h4>
          <div>
            <p class="muted">{t('record.conflict.mine')}</p>
            <blockquote>{showField(name, record.fields?.[name] ?? null)}</blockquote>
            <Button small onClick={() => record.resolve(name, 'mine')}>{t('record.conflict.keepMine')}</Button>
          </div>
          <div>
            <p class="muted">{t('record.conflict.theirs')}</p>
            <blockquote>{showField(name, record.server?.[name] ?? null)}</blockquote>
            <Button small onClick={() => record.resolve(name, 'theirs')}>{t('record.conflict.keepTheirs')}</Button>
          </div>
        </div>
      ))}
    </section>
  );
}

function Course({ entries }: { entries: readonly TimelineEntry[] }): JSX.Element {
  return (
    <details class="course">
      <summary>{t('record.timeline')}</summary>
      {entries.length === 0 ? <p class="muted">{t('record.timeline.empty')}</p> : (
        <ol>
          {entries.map((one, n) => (
            <li key={n} class={`event ${one.event}`}>
              <span class="num muted">{clockSeconds(one.at, zone.value)}</span>
              <span>{eventWord(one.event)}{one.detail ? ` · ${one.detail}` : ''}</span>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

const moment = (at: string): string => `${shortDay(at, zone.value, locale.value, now())} ${clock(at, zone.value)}`;

/** Who changed the record last; opened, who changed what before. */
function Edits({ of, updatedAt }: { of: Consultation; updatedAt: string }): JSX.Element {
  const [open, setOpen] = useState(false);
  const last = t('record.updated', { who: of.updatedBy ?? '', time: moment(updatedAt) });
  if (!has('lawyer', 'coordinator') || of.hidden) return <p class="muted record-updated">{last}</p>;
  return (
    <details class="course edits" data-test="edits" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('record.edits')} <span class="muted record-updated">{last}</span></summary>
      {open && <EditList key={of.version} id={of.id} />}
    </details>
  );
}

function EditList({ id }: { id: string }): JSX.Element {
  const load = useLoad(async (signal) => (await api.edits(id, signal)).items, [id]);
  return (
    <Part load={load} skeleton={<Skeleton rows={2} />}>
      {(items) => (items.length === 0 ? <p class="muted">{t('record.edits.none')}</p> : (
        <ol>
          {items.map((one) => (
            <li key={one.version}>
              <span class="num muted">{moment(one.endedAt)}</span>
              <div>
                <b>{one.byName}</b>
                <dl>
                  {one.changes.map((change) => <Changed key={change.field} {...change} />)}
                </dl>
              </div>
            </li>
          ))}
        </ol>
      ))}
    </Part>
  );
}

function Changed({ field, before, after }: RecordEdit['changes'][number]): JSX.Element {
  const name = field as FieldName;
  return (
    <>
      <dt class="muted">{field in fieldKeys ? t(fieldKeys[name]) : field}</dt>
      <dd>
        {name === 'callerName' ? t('record.edits.name') : (
          <>
            {before ? <del>{showField(name, valueOf(name, before))}</del> : <span class="muted">{t('record.edits.first')}</span>}{' → '}
            <ins>{showField(name, valueOf(name, after))}</ins>
          </>
        )}
      </dd>
    </>
  );
}

/** A field's value from the text in which the history keeps it. */
function valueOf(name: FieldName, text: string): RecordFields[FieldName] {
  if (name === 'callerGroups') return text ? text.split(',') : [];
  if (text === 'true' || text === 'false') return text === 'true';
  return text || null;
}

// The events' names are the service's; one that is not in the table is shown as it came.
function eventWord(event: string): string {
  return t(`event.${event}` as MessageKey) ?? event;
}
