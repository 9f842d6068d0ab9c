import type { JSX } from 'preact';
import { alarms, desk, watch, type Alarm } from '../api/office';
import { language, t } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { offers } from '../state/offers';
import { has } from '../state/session';
import { Icon } from './icons';
import { Button } from './kit';
import { attempt, Moment } from './office';

/** The service speaks both languages in one text: the Chinese, a slash, the English. */
const words = (text: string): string => {
  const parts = text.split(/\s*\/ /);
  return (parts.length === 2 ? parts[language.value === 'zh' ? 0 : 1] : text) ?? text;
};

/** What a coordinator must look at: a seat without its lawyer above all. Nothing where nothing is wrong. */
export function Alarms(): JSX.Element | null {
  const load = useLoad(async (signal) => (offers('get /alarms') ? (await alarms.list(signal)).items : []), [offers('get /alarms')]);
  const line = useLoad(async (signal) => (offers('get /watch') ? (await watch.list(signal)).items : []), [offers('get /watch')]);
  useNotices(['alarm', 'roster', 'seat'], load.reload);
  useNotices(['watch', 'line'], line.reload);
  const open = load.data?.filter((one) => one.open) ?? [];
  const wrong = line.data ?? [];
  if (open.length + wrong.length === 0) return null;
  const may = has('coordinator');
  const callIn = (one: Alarm): void => void attempt(() => desk.callStandby(one.duty ?? '', words(one.text)), t('standby.called')).then(load.reload);
  return (
    <ul class="alarms" data-test="alarms">
      {wrong.map((one) => (
        <li key={one.id} class={`notice ${one.urgent ? 'bad' : 'warn'}`}>
          <Icon name="warn" />
          <span class="grow" role={one.urgent ? 'alert' : undefined}>{language.value === 'zh' ? one.zh : one.en} <small><Moment at={one.raisedAt} /></small></span>
          {one.acknowledgedBy
            ? <small>{one.acknowledgedBy}</small>
            : <Button small onClick={() => void attempt(() => watch.acknowledge(one.id)).then(line.reload)}>{t('alarm.mine')}</Button>}
        </li>
      ))}
      {open.map((one) => (
        <li key={one.id} class={`notice ${one.kind === 'NOTICE_MISSING' ? 'warn' : 'bad'}`}>
          <Icon name="warn" />
          <span class="grow" role={one.kind === 'NOTICE_MISSING' ? undefined : 'alert'}>{words(one.text)} <small><Moment at={one.at} /></small></span>
          {may && one.duty && one.kind !== 'NOTICE_MISSING' && <Button small onClick={() => callIn(one)}>{t('standby.call')}</Button>}
          {may && <Button small onClick={() => void attempt(() => alarms.close(one.id)).then(load.reload)}>{t('alarm.seen')}</Button>}
        </li>
      ))}
    </ul>
  );
}
