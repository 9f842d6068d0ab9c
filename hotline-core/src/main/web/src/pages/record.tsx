import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Consultation, RecordFields, TimelineEntry } from '../api/types';
import { locale, t, term, type MessageKey } from '../i18n';
import { missing, type FieldName } from '../record/merge';
import { api } from '../api/client';
import { useLoad } from '../state/load';
import { useRecord, type OpenRecord } from '../record/use-record';
import { account, has, lists, now, zone } from '../state/session';
import { clock, clockSeconds, dayOf, daysBetween, shortDay } from '../time';
import { CallerName, OutcomeChip, Seconds } from '../ui/domain';
import { Icon } from '../ui/icons';
import { Button, Field, IconButton, Skeleton, Trouble } from '../ui/kit';
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
  sensitive: 'record.sensitive',
};

export function RecordView({ id, back, extra }: { id: string; back?: () => void; extra?: (one: Consultation) => ComponentChildren }): JSX.Element {
  const record = useRecord(id);
  const { consultation, fields } = record;
  const box = useRef<HTMLElement>(null);

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
      <Facts of={consultation} />
      {extra?.(consultation)}
      <History of={consultation} />
      {record.conflicts.length > 0 && <Conflicts record={record} />}
      <Form record={record} fields={fields} writable={writable} />
      <Course entries={consultation.timeline ?? []} />
      {consultation.updatedAt && (
        <p class="muted record-updated">
          {t('record.updated', {
            who: consultation.updatedBy ?? '',
            time: `${shortDay(consultation.updatedAt, zone.value, locale.value, now())} ${clock(consultation.updatedAt, zone.value)}`,
          })}
        </p>
      )}
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

function History({ of }: { of: Consultation }): JSX.Element | null {
  const may = has('lawyer', 'coordinator') && of.channel === 'PHONE' && of.caller.masked !== '';
  const earlier = useLoad(async (signal) => (may ? (await api.history(of.id, signal)).items : []), [of.id, may]);
  if (!earlier.data?.length) return null;
  return (
    <details class="history" open={of.endedAt === null}>
      <summary>{t('record.history')} <span class="num">({earlier.data.length})</span></summary>
      <ul class="rows">
        {earlier.data.map((one) => (
          <li key={one.id}>
            <a class="row" href={`/log/${one.id}`}>
              <span class="row-when num">{shortDay(one.startedAt, zone.value, locale.value, now())}</span>
              <span class="row-main">
                {term(lists.value.categories.find((each) => each.key === one.category), t('unit.none'))}
                <small>{one.advice ?? one.summary ?? ''}</small>
              </span>
              <span class="row-who">{one.lawyerName ?? one.lawyer ?? ''}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Form({ record, fields, writable }: { record: OpenRecord; fields: RecordFields; writable: boolean }): JSX.Element {
  const left = missing(fields);
  const { change } = record;
  const text = (name: 'callerName' | 'district' | 'matter', max: number, hint?: string): JSX.Element => (
    <Field label={t(fieldKeys[name])} hint={hint} wide={name === 'matter'}>
      {(id, hintId) => (
        <input id={id} aria-describedby={hintId} maxLength={max} disabled={!writable} value={fields[name] ?? ''} onInput={(event) => change(name, event.currentTarget.value)} />
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
  return (
    <form class="record-form" aria-label={t('record.form')} onSubmit={(event) => event.preventDefault()}>
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
        <div class="field wide">
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
        {text('matter', 100)}
        {text('callerName', 100, t('record.callerName.hint'))}
        {text('district', 100)}
        <Field label={t('record.limitation')} hint={fields.limitationDate ? <Deadline date={fields.limitationDate} /> : undefined}>
          {(id, hintId) => (
            <input id={id} type="date" aria-describedby={hintId} disabled={!writable} value={fields.limitationDate ?? ''}
              onChange={(event) => change('limitationDate', event.currentTarget.value || null)} />
          )}
        </Field>
        <div class="field">
          <label class="tick">
            <input type="checkbox" disabled={!writable} checked={fields.followUpWanted} onChange={(event) => change('followUpWanted', event.currentTarget.checked)} />
            {t('record.followUp')}
          </label>
          <label class="tick">
            <input type="checkbox" disabled={!writable} checked={fields.sensitive} onChange={(event) => change('sensitive', event.currentTarget.checked)} />
            {t('record.sensitive')}
          </label>
        </div>
      </div>
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

function Deadline({ date }: { date: string }): JSX.Element {
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

// The events' names are the service's; one that is not in the table is shown as it came.
function eventWord(event: string): string {
  return t(`event.${event}` as MessageKey) ?? event;
}
