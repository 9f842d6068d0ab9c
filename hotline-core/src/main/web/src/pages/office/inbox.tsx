import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { desk, leaveKinds, type DeskDuty, type Leave, type Swap } from '../../api/office';
import { locale, t } from '../../i18n';
import { useNotices } from '../../state/live';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { has, now, zone } from '../../state/session';
import { dayOf, plusDays } from '../../time';
import { Button, Chip, Dialog, Empty, Field, Part, Skeleton, type Tone } from '../../ui/kit';
import { Ask, attempt } from '../../ui/office';
import { LeaveImport } from './imports';
import { dayName } from './plans';

/** Papers are shown from so many days back to so many ahead. */
const daysBack = 30;
const daysAhead = 365;
const leaveTones: Record<Leave['state'], Tone> = { ASKED: 'warn', APPROVED: 'ok', REFUSED: 'bad', WITHDRAWN: 'neutral' };
const swapTones: Record<Swap['state'], Tone> = { ASKED: 'info', ACCEPTED: 'warn', APPROVED: 'ok', REFUSED: 'bad', WITHDRAWN: 'neutral' };

/** What lawyers ask for and a coordinator decides. */
export function Inbox(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const from = plusDays(today, -daysBack);
  const to = plusDays(today, daysAhead);
  const leaves = useLoad((signal) => desk.leaves(from, to, signal), [from]);
  const swaps = useLoad((signal) => desk.swaps(from, to, signal), [from]);
  const [entering, setEntering] = useState(false);
  const [importing, setImporting] = useState(false);
  const [deciding, setDeciding] = useState<{ leave: Leave; step: 'approve' | 'refuse' } | null>(null);
  const reload = (): void => {
    leaves.reload();
    swaps.reload();
  };
  useNotices(['roster', 'leave', 'swap'], reload);
  const decide = (step: 'approve' | 'refuse', leave: Leave, remark: string): Promise<boolean> => attempt(async () => {
    await desk.decideLeave(leave.id, step, remark);
    reload();
  }, t('leave.done'));

  return (
    <>
      <div class="office-bar">
        <div class="page-actions">
          {offers('post /imports/leaves') && has('coordinator') && <Button icon="upload" onClick={() => setImporting(true)}>{t('leave.import')}</Button>}
          <Button kind="primary" icon="plus" onClick={() => setEntering(true)}>{t('leave.new')}</Button>
        </div>
      </div>
      <div class="columns">
        <section aria-labelledby="leave-open">
          <h2 id="leave-open">{t('leave.open')}</h2>
          <Part load={leaves} skeleton={<Skeleton kind="row" rows={3} />}>
            {({ items }) => {
              const open = items.filter((one) => one.state === 'ASKED');
              return open.length === 0 ? <Empty line icon="check" title={t('leave.open.none')} /> : (
                <ul class="rows" data-test="leave-open">
                  {open.map((one) => (
                    <li key={one.id} class="row paper">
                      <LeaveWords of={one} />
                      <span class="paper-steps">
                        {one.may.includes('refuse') && <Button small onClick={() => setDeciding({ leave: one, step: 'refuse' })}>{t('leave.refuse')}</Button>}
                        {one.may.includes('approve') && <Button small kind="primary" onClick={() => setDeciding({ leave: one, step: 'approve' })}>{t('leave.approve')}</Button>}
                      </span>
                    </li>
                  ))}
                </ul>
              );
            }}
          </Part>
        </section>
        <section aria-labelledby="swap-open">
          <h2 id="swap-open">{t('swap.open')}</h2>
          <Part load={swaps} skeleton={<Skeleton kind="row" rows={3} />}>
            {({ items }) => {
              const open = items.filter((one) => one.state === 'ASKED' || one.state === 'ACCEPTED');
              return open.length === 0 ? <Empty line icon="check" title={t('swap.open.none')} /> : (
                <ul class="rows" data-test="swap-open">
                  {open.map((one) => (
                    <li key={one.id} class="row paper">
                      <SwapWords of={one} />
                      <span class="paper-steps">
                        <Chip tone={swapTones[one.state]}>{t(`swap.state.${one.state}`)}</Chip>
                        {one.may.map((step) => (
                          <Button key={step} small kind={step === 'approve' || step === 'accept' ? 'primary' : 'plain'}
                            onClick={() => void attempt(() => desk.takeSwap(one.id, step), t('leave.done')).then(reload)}>{t(`swap.${step}`)}</Button>
                        ))}
                      </span>
                    </li>
                  ))}
                </ul>
              );
            }}
          </Part>
        </section>
      </div>
      <section aria-labelledby="leave-recent">
        <h2 id="leave-recent">{t('leave.recent')}</h2>
        <Part load={leaves}>
          {({ items }) => {
            const rest = items.filter((one) => one.state !== 'ASKED');
            return rest.length === 0 ? <p class="muted">{t('unit.none')}</p> : (
              <ul class="rows" data-test="leave-rest">
                {rest.map((one) => (
                  <li key={one.id} class="row paper">
                    <LeaveWords of={one} />
                    <span class="paper-steps">
                      <Chip tone={leaveTones[one.state]}>{t(`leave.state.${one.state}`)}</Chip>
                      {one.may.includes('withdraw') && (
                        <Button small onClick={() => void attempt(() => desk.decideLeave(one.id, 'withdraw', ''), t('leave.done')).then(reload)}>{t('leave.withdraw')}</Button>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            );
          }}
        </Part>
      </section>
      {entering && <NewLeave close={() => setEntering(false)} done={() => {
        setEntering(false);
        reload();
      }} />}
      {importing && <LeaveImport close={() => setImporting(false)} done={() => {
        setImporting(false);
        reload();
      }} />}
      {deciding && (
        <Ask title={t(`leave.${deciding.step}`)} label={t('leave.remark')} action={t(`leave.${deciding.step}`)} danger={deciding.step === 'refuse'}
          onClose={() => setDeciding(null)} onDone={(remark) => decide(deciding.step, deciding.leave, remark)}>
          <p><b>{deciding.leave.lawyer.name}</b> · <span class="num">{dayName(deciding.leave.from)} – {dayName(deciding.leave.to)}</span></p>
        </Ask>
      )}
    </>
  );
}

function LeaveWords({ of }: { of: Leave }): JSX.Element {
  return (
    <span class="row-main">
      <span>
        <b>{of.lawyer.name}</b> · {t(`leave.kind.${of.kind}`)} · <span class="num">{of.from === of.to ? dayName(of.from) : `${dayName(of.from)} – ${dayName(of.to)}`}</span>
      </span>
      <small class="wrap">
        {of.reason}
        {of.remark && ` · ${of.remark}`}
        {of.state === 'ASKED' && of.duties && of.duties.length > 0 && <span class="bad"> {t('leave.duties', { n: of.duties.length })}</span>}
      </small>
    </span>
  );
}

const dutyWords = (duty: DeskDuty | null): string => (duty ? dayName(duty.date) : t('unit.none'));

function SwapWords({ of }: { of: Swap }): JSX.Element {
  const values = { a: of.lawyer.name, b: of.colleague.name, day: dutyWords(of.duty) || dayName(of.date), other: dutyWords(of.otherDuty) };
  return (
    <span class="row-main" lang={locale.value}>
      {t(of.giveAway ? 'swap.give' : 'swap.for', values)}
      <small class="wrap">{of.reason}</small>
    </span>
  );
}

function NewLeave({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const today = dayOf(now(), zone.value);
  const people = useLoad((signal) => desk.practitioners(signal), []);
  const [lawyer, setLawyer] = useState('');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [kind, setKind] = useState<(typeof leaveKinds)[number]>('ANNUAL');
  const [reason, setReason] = useState('');
  const enter = (): Promise<boolean> => attempt(async () => {
    await desk.enterLeave({ lawyer, from, to, kind, reason });
    done();
  }, t('leave.done'));
  return (
    <Dialog
      title={t('leave.new')}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!lawyer || to < from} onClick={() => void enter()}>{t('action.save')}</Button>
        </>
      }
    >
      <div class="form-grid">
        <Field label={t('sick.lawyer')} needed>
          {(id) => (
            <select id={id} name="lawyer" value={lawyer} onChange={(event) => setLawyer(event.currentTarget.value)}>
              <option value="">{t('record.choose')}</option>
              {people.data?.items.filter((one) => one.standing === 'ACTIVE').map((one) => <option key={one.id} value={one.id}>{one.name} · {one.id}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('leave.kind')}>
          {(id) => (
            <select id={id} value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>
              {leaveKinds.map((one) => <option key={one} value={one}>{t(`leave.kind.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('plan.from')}>{(id) => <input id={id} name="from" type="date" min={today} value={from} onInput={(event) => setFrom(event.currentTarget.value)} />}</Field>
        <Field label={t('plan.to')}>{(id) => <input id={id} name="to" type="date" min={from} value={to} onInput={(event) => setTo(event.currentTarget.value)} />}</Field>
      </div>
      <Field label={t('sick.reason')}>{(id) => <input id={id} name="reason" maxLength={500} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}</Field>
    </Dialog>
  );
}
