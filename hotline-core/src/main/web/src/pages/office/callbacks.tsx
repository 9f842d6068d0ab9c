import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { callbacks, type Callback } from '../../api/office';
import { api } from '../../api/client';
import { t, type MessageKey } from '../../i18n';
import { useNotices } from '../../state/live';
import { useLoad } from '../../state/load';
import { go, place } from '../../state/router';
import { Button, Chip, Dialog, Empty, Field, Part, Skeleton, type Tone } from '../../ui/kit';
import { Ask, attempt, Moment } from '../../ui/office';

const tones: Record<Callback['state'], Tone> = { WAITING: 'neutral', CLAIMED: 'accent', CALLING: 'info', CLOSED: 'neutral' };
const reason = (one: string): string => t(`callback.reason.${one}` as MessageKey);

/** Whom the centre owes a call, in the order in which they will be worked. */
export function Callbacks(): JSX.Element {
  const state = place.value.query.get('state') === 'closed' ? 'closed' : 'open';
  const load = useLoad((signal) => callbacks.list(state, null, signal), [state]);
  useNotices(['callback'], load.reload);
  const [adding, setAdding] = useState(false);
  const [calling, setCalling] = useState<Callback | null>(null);
  const [dismissing, setDismissing] = useState<Callback | null>(null);
  const step = (one: Callback, what: 'release' | 'done'): void =>
    void attempt(() => callbacks.step(one.id, what, what === 'done' ? {} : undefined), t('leave.done')).then(load.reload);
  return (
    <div class="page office">
      <header class="page-head">
        <h1>{t('callback.title')}</h1>
        <div class="page-actions"><Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{t('callback.add')}</Button></div>
      </header>
      <div class="segments" role="group" aria-label={t('callback.title')}>
        {(['open', 'closed'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === state} onClick={() => go(one === 'open' ? '/callbacks' : '/callbacks?state=closed')}>{t(`callback.${one}`)}</button>
        ))}
      </div>
      <Part load={load} skeleton={<Skeleton kind="row" rows={6} />}>
        {({ items }) => (items.length === 0
          ? state === 'open' ? <Empty icon="callback" title={t('callback.none.title')} text={t('callback.none.text')} /> : <Empty icon="callback" title={t('callback.closed.none')} />
          : (
            <ul class="rows" data-test="callbacks">
              {items.map((one) => (
                <li key={one.id} class="row paper">
                  <span class="row-main">
                    <span><b class="num">{one.number.masked}</b> · {one.reasons.map(reason).join(t('list.comma'))}</span>
                    <small class="wrap">
                      {one.closedAt ? <Moment at={one.closedAt} /> : <><Moment at={one.dueAt} /> · {t('callback.attempts', { n: one.attempts.length, left: one.attemptsLeft })}</>}
                      {one.lawyerName && ` · ${one.lawyerName}`}
                      {one.note && ` · ${one.note}`}
                    </small>
                  </span>
                  {one.sources.map((source) => source.consultation).filter((id) => id !== null).slice(-1).map((id) => (
                    <a key={id} href={`/log/${encodeURIComponent(id)}`}>{t('callback.record')}</a>
                  ))}
                  <span class="paper-steps">
                    {one.due && <Chip tone="warn">{t('callback.due')}</Chip>}
                    <Chip tone={tones[one.state]} pulse={one.state === 'CALLING'}>{one.ending ? t(`callback.ending.${one.ending}` as MessageKey) : t(`callback.state.${one.state}`)}</Chip>
                    {one.state === 'WAITING' && (one.mayDial
                      ? <Button small onClick={() => setCalling(one)}>{t('callback.call')}</Button>
                      : <span class="muted">{t('callback.nodial')}</span>)}
                    {one.state === 'CLAIMED' && <Button small onClick={() => step(one, 'release')}>{t('callback.release')}</Button>}
                    {(one.state === 'WAITING' || one.state === 'CLAIMED') && (
                      <>
                        <Button small onClick={() => step(one, 'done')}>{t('callback.done')}</Button>
                        <Button small onClick={() => setDismissing(one)}>{t('callback.dismiss')}</Button>
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          ))}
      </Part>
      {adding && <Ask title={t('callback.add')} label={t('callback.number')} needed action={t('action.add')} onClose={() => setAdding(false)}
        onDone={(number) => attempt(async () => {
          await callbacks.add(number.replace(/[^\d+]/g, ''));
          load.reload();
        }, t('leave.done'))} />}
      {dismissing && <Ask title={t('callback.dismiss')} label={t('callback.dismiss.why')} needed action={t('callback.dismiss')} onClose={() => setDismissing(null)}
        onDone={(note) => attempt(async () => {
          await callbacks.dismiss(dismissing.id, note);
          load.reload();
        }, t('leave.done'))} />}
      {calling && <WhoCalls of={calling} close={() => setCalling(null)} done={load.reload} />}
    </div>
  );
}

function WhoCalls({ of, close, done }: { of: Callback; close: () => void; done: () => void }): JSX.Element {
  const duty = useLoad((signal) => api.duty(signal), []);
  const [lawyer, setLawyer] = useState('');
  const people = [...(duty.data?.seats.map((one) => one.lawyer) ?? []), ...(duty.data?.standby ?? [])];
  return (
    <Dialog
      title={`${t('callback.call')} · ${of.number.masked}`}
      onClose={close}
      actions={
        <Button kind="primary" disabled={!lawyer} onClick={() => void attempt(async () => {
          await callbacks.call(of.id, lawyer);
          done();
          close();
        }, t('callback.called', { name: people.find((one) => one.id === lawyer)?.name ?? lawyer }))}>{t('callback.call')}</Button>
      }
    >
      <Field label={t('callback.call.who')}>
        {(id) => (
          <select id={id} value={lawyer} onChange={(event) => setLawyer(event.currentTarget.value)}>
            <option value="">{t('record.choose')}</option>
            {people.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        )}
      </Field>
    </Dialog>
  );
}
