import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { policies, system, type CentreSettings, type System, type SystemExchange } from '../../api/office';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { centre, startSession } from '../../state/session';
import { Button, Chip, Field, Part, Skeleton, say } from '../../ui/kit';
import { Alarms } from '../../ui/alarms';
import { bytes, EditDialog, Moment } from '../../ui/office';
import { span } from '../../time';

/** The page looks anew so often, in milliseconds. */
const lookMillis = 5000;

export function SystemPage(): JSX.Element {
  const load = useLoad((signal) => system.look(signal), []);
  useEffect(() => {
    const timer = setInterval(load.reload, lookMillis);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <Alarms />
      <Part load={load} skeleton={<Skeleton kind="card" rows={4} />}>
        {(data) => (
          <div class="system" data-test="system">
            <Box title={t('system.service')} up>
              <Fact name={t('system.version')}>{data.service.version}</Fact>
              <Fact name={t('system.java')}>{data.service.java}</Fact>
              <Fact name={t('system.started')}><Moment at={data.service.startedAt} /></Fact>
              <Fact name={t('system.memory')}>{bytes(data.service.memoryUsedBytes)} / {bytes(data.service.memoryMaxBytes)}</Fact>
              <Fact name={t('system.offset')}>{data.service.clockOffsetSeconds ? `${data.service.clockOffsetSeconds < 0 ? '−' : '+'}${span(Math.abs(data.service.clockOffsetSeconds))}` : t('system.offset.none')}</Fact>
            </Box>
            {(data.exchanges ?? [data.pbx]).map((one, _, all) => <Exchange key={one.name} of={one} several={all.length > 1} />)}
            <Box title={t('system.database')} up={data.database.up} why={data.database.reason}>
              <Fact name={t('system.version')}>PostgreSQL {data.database.version ?? ''}</Fact>
              <Fact name={t('system.size')}>{data.database.sizeBytes === undefined ? t('unit.none') : bytes(data.database.sizeBytes)}</Fact>
              <Fact name={t('system.connections')}>{data.database.connections ?? t('unit.none')}</Fact>
            </Box>
            <Journal of={data} />
            <Box title={t('system.disks')}>
              {data.disks.map((one) => (
                <Fact key={one.what} name={t(`system.disk.${one.what}`)}>
                  {t('system.free', { free: bytes(one.freeBytes), total: bytes(one.totalBytes) })}
                  <meter min={0} max={one.totalBytes} low={one.totalBytes * 0.8} high={one.totalBytes * 0.9} optimum={0}
                    value={one.totalBytes - one.freeBytes} aria-label={t(`system.disk.${one.what}`)} />
                </Fact>
              ))}
            </Box>
          </div>
        )}
      </Part>
    </>
  );
}

function Exchange({ of, several }: { of: SystemExchange; several: boolean }): JSX.Element {
  return (
    <Box title={several ? `${t('system.pbx')} ${of.name ?? ''}` : t('system.pbx')} up={of.up} why={of.reason}>
      <Fact name={t('system.version')}>{of.version ?? t('unit.none')}</Fact>
      <Fact name={t('system.started')}><Moment at={of.since} /></Fact>
      <Fact name={t('system.heard')}>{of.heardAt ? <Moment at={of.heardAt} /> : t('unit.none')}</Fact>
      <Fact name={t('system.ping')}>{of.pingMillis === null ? t('unit.none') : `${of.pingMillis.toFixed(1)} ms`}</Fact>
      <Fact name={t('system.resyncs')}>{of.resyncs}</Fact>
    </Box>
  );
}

function Journal({ of }: { of: System }): JSX.Element {
  const { journal } = of;
  return (
    <Box title={t('system.journal')} up={(journal.behindBytes ?? 0) < 1_000_000}>
      <Fact name={t('system.behind')}>{journal.behindBytes === null ? t('unit.none') : bytes(journal.behindBytes)}</Fact>
      <Fact name={t('system.lag')}>{journal.lagSeconds === null ? t('unit.none') : `${journal.lagSeconds.toFixed(1)} s`}</Fact>
      <Fact name={t('system.stored')}>{journal.storedAt ? <Moment at={journal.storedAt} /> : t('unit.none')}</Fact>
      <Fact name={t('system.aside')}>{journal.aside ?? t('unit.none')}</Fact>
    </Box>
  );
}

function Box({ title, up, why, children }: { title: string; up?: boolean; why?: string | undefined; children: ComponentChildren }): JSX.Element {
  return (
    <section class="card pad" aria-label={title}>
      <div class="section-head">
        <h2>{title}</h2>
        {up !== undefined && <Chip tone={up ? 'ok' : 'bad'}>{t(up ? 'system.up' : 'system.down')}</Chip>}
      </div>
      {up === false && why && <p class="bad">{why}</p>}
      <dl class="pairs">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num">{children}</dd>
    </div>
  );
}

export function CentresPage(): JSX.Element {
  const load = useLoad(async (signal) => {
    const { items } = await api.centres();
    return Promise.all(items.map((one) => system.centre(one.id, signal)));
  }, []);
  const [open, setOpen] = useState<CentreSettings | 'new' | null>(null);
  return (
    <section>
      <div class="office-bar">
        <div class="page-actions"><Button kind="primary" icon="plus" onClick={() => setOpen('new')}>{t('centres.new')}</Button></div>
      </div>
      {load.data?.some((one) => !one.served) && <p class="notice warn" role="status" data-test="restart">{t('centres.restart')}</p>}
      <Part load={load} skeleton={<Skeleton kind="row" rows={3} />}>
        {(data) => (
          <div class="table-box" role="region" aria-label={t('admin.centres')} tabIndex={0}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t('centres.name')}</th>
                  <th scope="col">{t('centres.line')}</th>
                  <th scope="col">{t('centres.policy')}</th>
                  <th scope="col">{t('centres.seats')}</th>
                  <th scope="col"><span class="visually-hidden">{t('action.edit')}</span></th>
                </tr>
              </thead>
              <tbody>
                {data.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{one.name}<small class="muted"> {one.id}</small></th>
                    <td class="num">{one.line ?? one.dialled ?? t('unit.none')} <Chip tone={one.served && one.dialled ? 'ok' : 'warn'}>{t(!one.served ? 'centres.unserved' : one.dialled ? 'centres.served' : 'centres.numberless')}</Chip></td>
                    <td>{t(`policy.${one.policy}`)} <span class="num muted">{one.hours.join(', ')}</span></td>
                    <td class="num">{one.seats ?? t('unit.none')} + {one.standby ?? t('unit.none')}</td>
                    <td class="table-end"><Button small onClick={() => setOpen(one)}>{t('action.edit')}</Button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Part>
      {open && <EditCentre of={open === 'new' ? null : open} close={() => setOpen(null)} done={() => {
        setOpen(null);
        say(t('centres.saved'), 'ok');
        load.reload();
        // The first centre becomes its founder's own.
        if (centre.value?.name === centre.value?.id) void startSession();
      }} />}
    </section>
  );
}

function EditCentre({ of, close, done }: { of: CentreSettings | null; close: () => void; done: () => void }): JSX.Element {
  const [id, setId] = useState(of?.id ?? '');
  const [name, setName] = useState(of?.name ?? '');
  const [policy, setPolicy] = useState(of?.policy ?? policies[0]);
  const [hours, setHours] = useState((of?.hours ?? ['08:00-20:00']).join('\n'));
  const [seats, setSeats] = useState(of ? of.seats : 2);
  const [standby, setStandby] = useState(of ? of.standby : 1);
  const [line, setLine] = useState(of?.line ?? '');
  const plain = of === null || of.seats !== null;
  const save = async (): Promise<void> => {
    const windows = hours.split('\n').map((one) => one.trim()).filter(Boolean);
    const body: Partial<CentreSettings> = {
      name: name.trim(),
      policy,
      line: line.trim() || null,
      ...(plain ? { hours: windows, seats: seats ?? 2, standby: standby ?? 1 } : {}),
    };
    await (of ? system.changeCentre(of.id, body) : system.createCentre({ ...body, id: id.trim() }));
    done();
  };
  return (
    <EditDialog title={of?.name ?? t('centres.new')} ready={Boolean(name.trim() && (of || id.trim()))} save={save} close={close}>
      <div class="form-grid">
        <Field label={t('centres.name')} needed>{(field) => <input id={field} maxLength={100} value={name} onInput={(event) => setName(event.currentTarget.value)} />}</Field>
        <Field label={t('centres.id')} needed>{(field) => <input id={field} maxLength={31} disabled={of !== null} value={id} onInput={(event) => setId(event.currentTarget.value)} />}</Field>
        <Field label={t('centres.line')}>{(field) => <input id={field} inputMode="numeric" maxLength={16} value={line} onInput={(event) => setLine(event.currentTarget.value)} />}</Field>
        <Field label={t('centres.policy')}>
          {(field) => (
            <select id={field} value={policy} onChange={(event) => setPolicy(event.currentTarget.value as CentreSettings['policy'])}>
              {policies.map((one) => <option key={one} value={one}>{t(`policy.${one}`)}</option>)}
            </select>
          )}
        </Field>
        {plain && (
          <>
            <Field label={t('centres.seats')}>{(field) => <input id={field} type="number" min={1} max={100} value={seats ?? 2} onInput={(event) => setSeats(Number(event.currentTarget.value))} />}</Field>
            <Field label={t('centres.standby')}>{(field) => <input id={field} type="number" min={0} max={20} value={standby ?? 1} onInput={(event) => setStandby(Number(event.currentTarget.value))} />}</Field>
          </>
        )}
      </div>
      {plain
        ? <Field label={t('centres.hours')}>{(field) => <textarea id={field} rows={2} value={hours} onInput={(event) => setHours(event.currentTarget.value)} />}</Field>
        : <p class="muted">{t('centres.seasons')}</p>}
    </EditDialog>
  );
}
