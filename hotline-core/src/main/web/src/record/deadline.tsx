import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import type { Deadline } from '../api/types';
import { language, t } from '../i18n';
import { now, zone } from '../state/session';
import { dayOf } from '../time';
import { Button, Dialog, Field, words } from '../ui/kit';

/** Periods that lawyers on the line name most often. */
const periods = [
  { key: 'y3', years: 3 }, { key: 'y1', years: 1 }, { key: 'm6', months: 6 }, { key: 'd60', days: 60 }, { key: 'd30', days: 30 },
  { key: 'd15', days: 15 }, { key: 'd10', days: 10 },
] as const;

/** Counts the last day of a period by the Civil Code, with the centre's calendar: the service counts. */
export function DeadlineDialog({ take, close }: { take: (date: string) => void; close: () => void }): JSX.Element {
  const [from, setFrom] = useState(dayOf(now(), zone.value));
  const [period, setPeriod] = useState<string>(periods[0].key);
  const [found, setFound] = useState<Deadline | null>(null);
  const [why, setWhy] = useState('');
  const count = async (day: string, key: string): Promise<void> => {
    setFrom(day);
    setPeriod(key);
    setFound(null);
    setWhy('');
    const { key: _, ...length } = periods.find((one) => one.key === key) ?? periods[0];
    if (!day) return;
    try {
      setFound(await api.deadline(day, length));
    } catch (failure) {
      if (failure instanceof Refused) setWhy(words(failure));
    }
  };
  return (
    <Dialog
      title={t('deadline.title')}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!found} onClick={() => {
            if (found) take(found.due);
            close();
          }}>{t('deadline.take')}</Button>
        </>
      }
    >
      <div class="form-grid">
        <Field label={t('deadline.from')}>
          {(id) => <input id={id} type="date" autofocus value={from} onInput={(event) => void count(event.currentTarget.value, period)} />}
        </Field>
        <Field label={t('deadline.period')}>
          {(id) => (
            <select id={id} value={period} onChange={(event) => void count(from, event.currentTarget.value)}>
              {periods.map((one) => <option key={one.key} value={one.key}>{t(`deadline.${one.key}`)}</option>)}
            </select>
          )}
        </Field>
      </div>
      <div class="deadline-found" role="status">
        {found ? (
          <>
            <p class="deadline-due num">{found.due}</p>
            <p class="muted">{language.value === 'zh' ? found.text : found.textEn}</p>
            {found.provisional && <p class="warn">{t('deadline.provisional')}</p>}
          </>
        ) : why ? <p class="bad">{why}</p> : (
          <Button onClick={() => void count(from, period)}>{t('deadline.count')}</Button>
        )}
      </div>
    </Dialog>
  );
}
