import type { JSX } from 'preact';
import { api, Refused } from '../api/client';
import type { Callback } from '../api/types';
import { t, type MessageKey } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { account, now, zone } from '../state/session';
import { clock, dayOf, shortDay } from '../time';
import { locale } from '../i18n';
import { CallerName } from '../ui/domain';
import { Button, Chip, Empty, Part, say, Skeleton, words } from '../ui/kit';

const most = 10;

/** Whom the centre owes a call, in the order in which they are worked: mine and those nobody has taken. */
export function Callbacks(): JSX.Element {
  const load = useLoad(async (signal) => (await api.callbacks(most, signal)).items, []);
  useNotices(['callback', 'call'], load.reload);
  const step = async (one: Callback, what: 'claim' | 'release' | 'call' | 'done'): Promise<void> => {
    try {
      await api.callbackStep(one.id, what);
      if (what === 'call') say(t('callbacks.ringing'), 'ok');
    } catch (failure) {
      if (failure instanceof Refused) say(refusal(failure), 'bad');
    }
    load.reload();
  };
  return (
    <section aria-labelledby="callbacks">
      <h2 id="callbacks">{t('callbacks.title')}</h2>
      <Part load={load} skeleton={<Skeleton kind="row" rows={1} />}>
        {(all) => {
          const shown = all.filter((one) => !one.lawyer || one.lawyer === account.value?.username);
          return shown.length === 0 ? <Empty line icon="callback" title={t('callbacks.none')} /> : (
            <ul class="rows" data-test="callbacks">
              {shown.map((one) => {
                const mine = one.lawyer === account.value?.username;
                return (
                  <li key={one.id} class="row callback">
                    <span class="row-main">
                      <CallerName caller={one.number} />
                      <small>{one.reasons.map((reason) => t(`callbacks.reason.${reason}` as MessageKey)).join(locale.value === 'zh-CN' ? '、' : ', ')} · {when(one)}</small>
                    </span>
                    {one.state === 'CALLING' ? <Chip tone="warn" pulse>{t('callbacks.calling')}</Chip> : (
                      <>
                        {mine
                          ? <><Button small onClick={() => void step(one, 'done')}>{t('callbacks.done')}</Button><Button small onClick={() => void step(one, 'release')}>{t('callbacks.release')}</Button></>
                          : <Button small onClick={() => void step(one, 'claim')}>{t('callbacks.claim')}</Button>}
                        <Button small kind="primary" icon="callback" disabled={!one.mayDial} onClick={() => void step(one, 'call')}>{t('callbacks.call')}</Button>
                      </>
                    )}
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Part>
    </section>
  );
}

function when(one: Callback): string {
  if (one.due) return t('callbacks.due');
  const today = dayOf(one.dueAt, zone.value) === dayOf(now(), zone.value);
  return t('callbacks.at', { time: `${today ? '' : `${shortDay(one.dueAt, zone.value, locale.value, now())} `}${clock(one.dueAt, zone.value)}` });
}

const refusals: Record<string, MessageKey> = {
  '/problems/busy': 'callbacks.refused.busy', '/problems/caps': 'callbacks.refused.caps', '/problems/line': 'callbacks.refused.line',
  '/problems/number': 'callbacks.refused.number', '/problems/taken': 'callbacks.refused.taken', '/problems/calling': 'callbacks.refused.taken',
  '/problems/closed': 'callbacks.refused.closed',
};
function refusal(failure: Refused): string {
  const known = refusals[String(failure.problem['type'])];
  return known ? t(known) : words(failure);
}
