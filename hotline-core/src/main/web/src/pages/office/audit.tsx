import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../../api/client';
import { audit, type AuditEntry, type Proof } from '../../api/office';
import { t } from '../../i18n';
import { Icon } from '../../ui/icons';
import { Button, Empty, Skeleton, Trouble } from '../../ui/kit';
import { attempt, Moment } from '../../ui/office';

/** The kinds of actions, by how their names begin. */
const beginnings = ['session.', 'account.', 'own.', 'security.', 'recording.', 'consultation.', 'closure.', 'wallboard.', 'centre.', 'audit.'] as const;
const searchMillis = 250;

export function AuditPage(): JSX.Element {
  const [filter, setFilter] = useState<Record<string, string>>({});
  const [items, setItems] = useState<AuditEntry[] | undefined>(undefined);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<Refused | undefined>(undefined);
  const [proof, setProof] = useState<Proof | null>(null);
  const [proving, setProving] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flight = useRef<AbortController | null>(null);

  const load = async (page: string | null): Promise<void> => {
    flight.current?.abort();
    const mine = new AbortController();
    flight.current = mine;
    try {
      const answer = await audit.list(filter, page, mine.signal);
      setItems((old) => (page === null ? answer.items : [...(old ?? []), ...answer.items]));
      setNext(answer.next);
      setError(undefined);
    } catch (failure) {
      if (!mine.signal.aborted) setError(failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure)));
    }
  };
  useEffect(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void load(null), items === undefined ? 0 : searchMillis);
    return () => clearTimeout(timer.current);
  }, [JSON.stringify(filter)]);
  const set = (name: string, value: string): void => setFilter({ ...filter, [name]: value });
  const prove = async (): Promise<void> => {
    setProving(true);
    await attempt(async () => setProof(await audit.prove()));
    setProving(false);
    void load(null);
  };

  return (
    <section>
      <div class="office-bar">
        <input type="search" aria-label={t('audit.actor')} placeholder={t('audit.actor')} maxLength={64} onInput={(event) => set('actor', event.currentTarget.value.trim())} />
        <select aria-label={t('audit.action')} onChange={(event) => set('action', event.currentTarget.value)}>
          <option value="">{t('audit.action')}: {t('log.any')}</option>
          {beginnings.map((one) => <option key={one} value={one}>{one}*</option>)}
        </select>
        <input type="search" aria-label={t('audit.subject')} placeholder={t('audit.subject')} maxLength={100} onInput={(event) => set('subject', event.currentTarget.value.trim())} />
        <input type="date" aria-label={t('audit.from')} onChange={(event) => set('from', event.currentTarget.value)} />
        <input type="date" aria-label={t('audit.to')} onChange={(event) => set('to', event.currentTarget.value)} />
        <div class="page-actions"><Button icon="check" busy={proving} disabled={proving} onClick={() => void prove()}>{t('audit.prove')}</Button></div>
      </div>
      <div role="status" data-test="proof">
        {proof && (proof.whole ? (
          <div class="notice ok">
            <Icon name="check" />
            <div>
              <p>{t('audit.whole', { n: proof.entries ?? 0 })}</p>
              {proof.head && <p class="hash">{t('audit.whole.head')}: <code>{proof.head}</code></p>}
            </div>
          </div>
        ) : <p class="notice bad"><Icon name="warn" />{t('audit.broken', { n: proof.number ?? 0, fault: proof.fault ?? '' })}</p>)}
      </div>
      {error && <Trouble failure={error} retry={() => void load(null)} />}
      {items === undefined && !error && <Skeleton kind="row" rows={10} />}
      {items?.length === 0 && <Empty icon="log" title={t('audit.empty.title')} text={t('audit.empty.text')} />}
      {items && items.length > 0 && (
        <>
          <div class="table-box" role="region" aria-label={t('admin.audit')} tabIndex={0}>
            <table class="table audit">
              <thead>
                <tr>
                  <th scope="col" class="right">#</th>
                  <th scope="col">{t('audit.col.time')}</th>
                  <th scope="col">{t('audit.col.actor')}</th>
                  <th scope="col">{t('audit.col.action')}</th>
                  <th scope="col">{t('audit.col.subject')}</th>
                  <th scope="col">{t('audit.col.reason')}</th>
                  <th scope="col">{t('audit.col.detail')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.number} title={one.hash}>
                    <td class="right num">{one.number}</td>
                    <td><Moment at={one.at} /></td>
                    <td>{one.actor}</td>
                    <td><code>{one.action}</code></td>
                    <td class="clip">{one.subject}</td>
                    <td>{one.reason}</td>
                    <td class="clip muted">{Object.keys(one.detail).length ? JSON.stringify(one.detail) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {next && <Button onClick={() => void load(next)}>{t('action.more')}</Button>}
        </>
      )}
    </section>
  );
}
