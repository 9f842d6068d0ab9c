import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { reconciliations, type Reconciliation } from '../../api/office';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { Button, Chip, Empty, Part, Skeleton } from '../../ui/kit';
import { attempt, Moment } from '../../ui/office';

/** The record held against the exchange's own logs: every night, and when somebody asks. No difference is expected. */
export function Reconcile(): JSX.Element {
  const load = useLoad((signal) => reconciliations.list(signal), []);
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await attempt(() => reconciliations.run(), t('reconcile.done'));
    setBusy(false);
    load.reload();
  };
  return (
    <section aria-labelledby="reconcile">
      <div class="section-head">
        <h2 id="reconcile">{t('reconcile.title')}</h2>
        <Button small busy={busy} disabled={busy} onClick={() => void run()}>{t('reconcile.run')}</Button>
      </div>
      <p class="muted">{t('reconcile.text')}</p>
      <Part load={load} skeleton={<Skeleton kind="row" rows={2} />}>
        {({ items }) => (items.length === 0 ? <Empty icon="check" title={t('reconcile.none')} /> : (
          <ul class="rows" data-test="reconciliations">
            {items.map((one) => <li key={`${one.pbx} ${one.at}`} class="row paper"><Line of={one} /></li>)}
          </ul>
        ))}
      </Part>
    </section>
  );
}

function Line({ of }: { of: Reconciliation }): JSX.Element {
  return (
    <>
      <span class="row-main">
        <span><Moment at={of.from} /> – <Moment at={of.to} /></span>
        <small class="num">{t('reconcile.counts', { cel: of.cel, book: of.book })}</small>
        {of.differences.map((one) => <small key={`${one.callId} ${one.kind}`} class="bad wrap">{one.kind}: {one.detail}</small>)}
      </span>
      <Chip tone={of.differenceCount ? 'bad' : 'ok'}>{t('reconcile.differences', { n: of.differenceCount })}</Chip>
    </>
  );
}
