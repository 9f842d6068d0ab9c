import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { pay, type PayRate } from '../../api/intake';
import { locale, t } from '../../i18n';
import { useLoad } from '../../state/load';
import { go, place } from '../../state/router';
import { now, zone } from '../../state/session';
import { dayOf, plusDays } from '../../time';
import { Button, Dialog, Empty, Field, IconButton, Part, Skeleton } from '../../ui/kit';
import { attempt } from '../../ui/office';
import { monthName, plusMonths } from '../roster';
import { dayName } from './plans';

const yuan = (fen: number): string => (fen / 100).toLocaleString(locale.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** What a month's duties are paid: those that are over, by the rates of their days. */
export function DutyPay(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const month = place.value.query.get('month') ?? today.slice(0, 7);
  const from = `${month}-01`;
  const to = plusDays(`${plusMonths(month, 1)}-01`, -1);
  const load = useLoad((signal) => pay.report(from, to, signal), [from]);
  const rates = useLoad((signal) => pay.rates(signal), []);
  const [setting, setSetting] = useState(false);
  return (
    <>
      <div class="office-bar">
        <h2>{monthName(month)}</h2>
        <div class="page-actions">
          <IconButton icon="left" label={t('roster.before')} onClick={() => go(`/roster/pay?month=${plusMonths(month, -1)}`)} />
          <IconButton icon="right" label={t('roster.after')} onClick={() => go(`/roster/pay?month=${plusMonths(month, 1)}`)} />
          <Button icon="print" onClick={() => print()}>{t('roster.print')}</Button>
          <a class="button" href={pay.file(from, to, 'csv')} download>CSV</a>
          <a class="button" href={pay.file(from, to, 'xlsx')} download>{t('pay.download')}</a>
        </div>
      </div>
      <div class="roster-body">
        <Part load={load} skeleton={<Skeleton kind="row" rows={8} />}>
          {(data) => (data.sums.length === 0 ? <Empty icon="roster" title={t('pay.none')} text={t('pay.none.text')} /> : (
            <div class="table-box" role="region" aria-label={t('pay.title')} tabIndex={0}>
              <table class="table" data-test="pay">
                <thead>
                  <tr>
                    <th scope="col">{t('pay.name')}</th>
                    <th scope="col" class="right">{t('pay.duties')}</th>
                    <th scope="col" class="right">{t('pay.standby')}</th>
                    <th scope="col" class="right">{t('pay.amount')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.sums.map((one) => (
                    <tr key={one.lawyer.id}>
                      <th scope="row">{one.lawyer.name} <small class="muted">{one.lawyer.id}</small></th>
                      <td class="right num">{one.seats}</td>
                      <td class="right num">{one.standbys}</td>
                      <td class="right num">{yuan(one.fen)}</td>
                    </tr>
                  ))}
                  <tr>
                    <th scope="row">{t('pay.total')}</th>
                    <td class="right num">{data.sums.reduce((sum, one) => sum + one.seats, 0)}</td>
                    <td class="right num">{data.sums.reduce((sum, one) => sum + one.standbys, 0)}</td>
                    <td class="right num"><b>{yuan(data.fen)}</b></td>
                  </tr>
                </tbody>
              </table>
            </div>
          ))}
        </Part>
        <section aria-labelledby="rates">
          <div class="section-head">
            <h2 id="rates">{t('pay.rates')}</h2>
            <Button small onClick={() => setSetting(true)}>{t('action.add')}</Button>
          </div>
          <Part load={rates}>
            {({ items }) => (items.length === 0 ? <p class="muted">{t('pay.rates.none')}</p> : (
              <ul class="rows">
                {items.map((one) => (
                  <li key={`${one.kind}-${one.from}`} class="row">
                    <span class="row-main">{t(`pay.kind.${one.kind}`)}<small class="num">{t('pay.rates.from', { day: dayName(one.from) })}</small></span>
                    <span class="num">{yuan(one.fen)}</span>
                  </li>
                ))}
              </ul>
            ))}
          </Part>
        </section>
      </div>
      {setting && <NewRate close={() => setSetting(false)} done={() => {
        setSetting(false);
        rates.reload();
        load.reload();
      }} />}
    </>
  );
}

function NewRate({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [kind, setKind] = useState<PayRate['kind']>('SEAT');
  const [from, setFrom] = useState(`${dayOf(now(), zone.value).slice(0, 7)}-01`);
  const [amount, setAmount] = useState('200');
  const fen = Math.round(Number(amount) * 100);
  return (
    <Dialog
      title={t('pay.rates')}
      onClose={close}
      actions={<Button kind="primary" disabled={!from || !(fen >= 0)} onClick={() => void attempt(async () => {
        await pay.setRate(kind, from, fen);
        done();
      }, t('accounts.saved'))}>{t('action.save')}</Button>}
    >
      <div class="form-grid">
        <Field label={t('leave.kind')}>
          {(id) => (
            <select id={id} name="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as PayRate['kind'])}>
              {(['SEAT', 'STANDBY'] as const).map((one) => <option key={one} value={one}>{t(`pay.kind.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('pay.amount')}>{(id) => <input id={id} name="amount" type="number" min={0} step="0.01" value={amount} onInput={(event) => setAmount(event.currentTarget.value)} />}</Field>
        <Field label={t('plan.from')}>{(id) => <input id={id} name="from" type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />}</Field>
      </div>
    </Dialog>
  );
}
