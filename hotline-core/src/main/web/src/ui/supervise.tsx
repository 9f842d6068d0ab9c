import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { room } from '../api/office';
import type { LawyerRef } from '../api/types';
import { t } from '../i18n';
import { Button, Dialog, Field } from './kit';
import { attempt } from './office';

const ways = ['LISTEN', 'WHISPER', 'BARGE'] as const;
const keptNumber = 'hotline.supervisor.number';

/** Into a lawyer's talk: heard by nobody, by the lawyer alone, or by both. The coordinator's own telephone rings. */
export function Supervise({ lawyer }: { lawyer: LawyerRef }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small icon="headset" onClick={() => setOpen(true)}>{t('supervise.open')}</Button>
      {open && <Ways lawyer={lawyer} close={() => setOpen(false)} />}
    </>
  );
}

function Ways({ lawyer, close }: { lawyer: LawyerRef; close: () => void }): JSX.Element {
  const [number, setNumber] = useState(() => sessionStorage.getItem(keptNumber) ?? '');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const go = async (mode: (typeof ways)[number]): Promise<void> => {
    setBusy(true);
    sessionStorage.setItem(keptNumber, number);
    if (await attempt(() => room.supervise({ lawyer: lawyer.id, mode, reason: reason.trim(), ...(number ? { number } : {}) }), t('supervise.rings'))) close();
    setBusy(false);
  };
  return (
    <Dialog
      title={`${t('supervise.title')} · ${lawyer.name}`}
      onClose={close}
      actions={ways.map((one) => (
        <Button key={one} disabled={busy || !reason.trim()} kind={one === 'LISTEN' ? 'primary' : 'plain'} onClick={() => void go(one)}>{t(`supervise.${one}`)}</Button>
      ))}
    >
      <p class="muted">{t('supervise.text')}</p>
      <Field label={t('supervise.reason')} needed>
        {(id) => <input id={id} name="reason" maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}
      </Field>
      <Field label={t('supervise.number')} hint={t('supervise.number.hint')}>
        {(id, hint) => <input id={id} aria-describedby={hint} name="number" inputMode="tel" maxLength={20} value={number} onInput={(event) => setNumber(event.currentTarget.value.replace(/[^\d+]/g, ''))} />}
      </Field>
    </Dialog>
  );
}
