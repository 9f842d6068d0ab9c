import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { room, type Closure } from '../api/office';
import { t } from '../i18n';
import { Icon } from './icons';
import { Button, say } from './kit';
import { Ask, attempt, Moment } from './office';

/** The emergency switch: seen by everybody, thrown by those who may. */
export function ClosureBar({ closure, may, changed }: { closure: Closure | undefined; may: boolean; changed: () => void }): JSX.Element | null {
  const [asking, setAsking] = useState(false);
  if (!closure?.closed) return null;
  return (
    <div class="notice bad closure" role="alert">
      <Icon name="warn" />
      <div class="grow">
        <p><strong>{t('closure.now')}</strong></p>
        {closure.at && (
          <p>{closure.byName ?? closure.by}, <Moment at={closure.at} />: {closure.reason}</p>
        )}
      </div>
      {may && <Button small onClick={() => setAsking(true)}>{t('closure.open')}</Button>}
      {asking && (
        <Ask title={t('closure.open')} text={t('closure.open.text')} action={t('closure.open')} onClose={() => setAsking(false)}
          onDone={() => attempt(async () => {
            tell(await room.open(), t('closure.opened'));
            changed();
          })} />
      )}
    </div>
  );
}

export function ClosureButton({ closed, changed }: { closed: boolean; changed: () => void }): JSX.Element | null {
  const [asking, setAsking] = useState(false);
  if (closed) return null;
  return (
    <>
      <Button kind="danger" icon="warn" onClick={() => setAsking(true)}>{t('closure.close')}</Button>
      {asking && (
        <Ask title={t('closure.title')} text={t('closure.close.text')} label={t('closure.reason')} needed danger action={t('closure.close')} onClose={() => setAsking(false)}
          onDone={(reason) => attempt(async () => {
            tell(await room.close(reason), t('closure.now'));
            changed();
          })} />
      )}
    </>
  );
}

function tell(now: Closure, done: string): void {
  say(`${done}. ${t(now.told === false ? 'closure.untold' : 'closure.told')}.`, now.told === false ? 'warn' : 'ok');
}
