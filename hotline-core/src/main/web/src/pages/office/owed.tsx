import type { JSX } from 'preact';
import { t } from '../../i18n';
import { owes, signOut, startSession } from '../../state/session';
import { Button, Toasts } from '../../ui/kit';
import { Emblem, Switches } from '../shell';
import { OwnPassword, SecondFactors } from './me';

/** What must be done before anything else opens. */
export function Owed(): JSX.Element {
  const again = (): void => void startSession();
  const password = owes.value === 'OWN_PASSWORD';
  return (
    <main id="main" class="signin">
      <div class="signin-top"><Switches /></div>
      <div class="signin-card owed">
        <Emblem size={44} />
        <h1>{t(password ? 'owed.password.title' : 'owed.factor.title')}</h1>
        <p class="muted">{t(password ? 'owed.password.text' : 'owed.factor.text')}</p>
        {password ? <OwnPassword done={again} /> : <SecondFactors changed={again} />}
        <div><Button kind="quiet" onClick={() => void signOut()}>{t('signout')}</Button></div>
      </div>
      <Toasts />
    </main>
  );
}
