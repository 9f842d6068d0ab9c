import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { line, type Recipient } from '../../api/line';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { Button, Empty, Field, IconButton, Part, Skeleton } from '../../ui/kit';
import { attempt } from '../../ui/office';

/** At most so many; the rule of openapi/watch.yaml. */
const most = 10;
/** What can be chosen, in seconds; another that is kept is offered beside them. */
const waits = [0, 60, 300, 900] as const;
const fresh: Recipient = { address: '', urgentOnly: true, afterSeconds: 60 };

const isMail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
/** Written out, or masked as it came. */
const isMobile = (text: string): boolean => /^(\+?86)?1[3-9]\d{9}$/.test(text.replace(/[\s-]/g, '')) || /^\d*\*+\d*$/.test(text);
const waitWords = (seconds: number): string =>
  seconds === 0 ? t('alarms.after.at_once') : seconds % 60 ? t('alarms.after.seconds', { n: seconds }) : t('alarms.after.minutes', { n: seconds / 60 });

/** Who is sent the centre's alarms, and those that concern every centre. */
export function Recipients({ centre }: { centre: string }): JSX.Element {
  const load = useLoad(async (signal) => (await line.recipients(centre, signal)).items, [centre]);
  return (
    <Part load={load} skeleton={<Skeleton kind="row" rows={3} />}>
      {(items) => <List key={JSON.stringify(items)} kept={items} centre={centre} saved={load.reload} />}
    </Part>
  );
}

function List({ kept, centre, saved }: { kept: readonly Recipient[]; centre: string; saved: () => void }): JSX.Element {
  const [items, setItems] = useState<readonly Recipient[]>(kept);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const put = (at: number, change: Partial<Recipient>): void => setItems(items.map((one, n) => (n === at ? { ...one, ...change } : one)));
  const addresses = items.map((one) => one.address.trim());
  const wrong = addresses.filter((one) => !isMail(one) && !isMobile(one));
  // Two numbers may be masked alike; only what was typed can stand there twice.
  const twice = addresses.filter((one, n) => !one.includes('*') && addresses.indexOf(one) !== n);
  const changed = JSON.stringify(items) !== JSON.stringify(kept);

  const save = async (): Promise<void> => {
    setTried(true);
    if (wrong.length + twice.length > 0) return;
    setBusy(true);
    if (await attempt(() => line.setRecipients(centre, items.map((one) => ({ ...one, address: one.address.trim() }))), t('alarms.saved'))) saved();
    setBusy(false);
  };

  return (
    <form
      class="recipients"
      data-test="recipients"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="muted">{t('alarms.intro')}</p>
      {items.length === 0
        ? <Empty icon="warn" title={t('alarms.none.title')} text={t('alarms.none.text')} />
        : (
          <ul class="rows">
            {items.map((one, n) => (
              <li key={n} class="row recipient">
                <Field label={t('alarms.address')} needed>
                  {(id) => <input id={id} name="address" maxLength={254} autocomplete="off" autocapitalize="none" value={one.address}
                    aria-invalid={tried && wrong.includes(one.address.trim())} autofocus={one.address === ''}
                    onInput={(event) => put(n, { address: event.currentTarget.value })} />}
                </Field>
                <Field label={t('alarms.which')}>
                  {(id) => (
                    <select id={id} name="which" value={one.urgentOnly ? 'urgent' : 'all'} onChange={(event) => put(n, { urgentOnly: event.currentTarget.value === 'urgent' })}>
                      <option value="urgent">{t('alarms.urgent')}</option>
                      <option value="all">{t('alarms.all')}</option>
                    </select>
                  )}
                </Field>
                <Field label={t('alarms.after')}>
                  {(id) => (
                    <select id={id} name="after" value={one.afterSeconds} onChange={(event) => put(n, { afterSeconds: Number(event.currentTarget.value) })}>
                      {[...new Set<number>([...waits, one.afterSeconds])].sort((a, b) => a - b).map((wait) => <option key={wait} value={wait}>{waitWords(wait)}</option>)}
                    </select>
                  )}
                </Field>
                <IconButton icon="close" label={t('alarms.remove', { address: one.address })} onClick={() => setItems(items.filter((_, other) => other !== n))} />
              </li>
            ))}
          </ul>
        )}
      {tried && wrong.map((one) => <p key={one} class="bad" role="alert">{t('alarms.wrong', { address: one })}</p>)}
      {tried && [...new Set(twice)].map((one) => <p key={one} class="bad" role="alert">{t('alarms.twice', { address: one })}</p>)}
      <div class="form-foot">
        {items.length < most
          ? <Button icon="plus" onClick={() => setItems([...items, fresh])}>{t('alarms.add')}</Button>
          : <span class="muted">{t('alarms.full')}</span>}
        <Button type="submit" kind="primary" busy={busy} disabled={busy || !changed}>{t('action.save')}</Button>
        {changed && <span class="muted" role="status">{t('alarms.unsaved')}</span>}
      </div>
    </form>
  );
}
