import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Duty, LawyerRef, SeatState } from '../api/types';
import { t } from '../i18n';
import { useDuty } from '../state/duty';
import { account } from '../state/session';
import { SeatChip } from '../ui/domain';
import { Button, Dialog, Empty, Part, say, Skeleton } from '../ui/kit';
import { Chip } from '../ui/kit';
import { phone, type Talk } from './phone';

interface Colleague extends LawyerRef {
  state: SeatState | null;
}

/** To whom a call can go: those on duty, then the standby. */
function colleagues(duty: Duty): Colleague[] {
  const all = [...duty.seats.map((one) => ({ ...one.lawyer, state: one.state })), ...duty.standby.map((one) => ({ ...one, state: null }))];
  return all.filter((one, n) => one.id !== account.value?.username && all.findIndex((other) => other.id === one.id) === n);
}

/** Ask a colleague first, or give the call away at once. */
export function Pass({ talk, close }: { talk: Talk; close: () => void }): JSX.Element {
  const [to, setTo] = useState<string | null>(null);
  const duty = useDuty();
  const load = { ...duty, data: duty.data && colleagues(duty.data) };
  const chosen = load.data?.find((one) => one.id === to) ?? load.data?.find((one) => one.state === 'READY') ?? load.data?.[0];
  const give = async (): Promise<void> => {
    if (!chosen) return;
    close();
    const done = await phone.transfer(talk.id, chosen.id);
    say(done ? t('phone.transferred', { who: chosen.name }) : t('phone.transfer.failed'), done ? 'ok' : 'bad');
  };
  const ask = (): void => {
    if (!chosen) return;
    close();
    phone.call(chosen.id, chosen.name);
  };
  return (
    <Dialog
      title={t('phone.transfer')}
      onClose={close}
      actions={
        <>
          <Button disabled={!chosen} onClick={() => void give()}>{t('phone.transfer.now')}</Button>
          <Button kind="primary" disabled={!chosen} onClick={ask}>{t('phone.consult')}</Button>
        </>
      }
    >
      <p class="muted">{t('phone.transfer.hint')}</p>
      <Part load={load} skeleton={<Skeleton kind="row" rows={2} />}>
        {(all) => (all.length === 0 ? <Empty icon="user" title={t('phone.transfer.nobody')} /> : (
          <fieldset class="colleagues">
            <legend class="visually-hidden">{t('phone.transfer.to')}</legend>
            {all.map((one) => (
              <label key={one.id} class="colleague">
                <input type="radio" name="colleague" checked={one === chosen} onChange={() => setTo(one.id)} />
                <span>{one.name}</span>
                {one.state ? <SeatChip state={one.state} /> : <Chip>{t('today.standby')}</Chip>}
              </label>
            ))}
          </fieldset>
        ))}
      </Part>
    </Dialog>
  );
}
