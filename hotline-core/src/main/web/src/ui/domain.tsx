import type { JSX } from 'preact';
import type { CallState, Caller, Consultation, Outcome, SeatState } from '../api/types';
import { t } from '../i18n';
import { second } from '../state/tick';
import { span } from '../time';
import { Chip, type Tone } from './kit';

// The domain's words as they appear everywhere: a state, an outcome, a caller, a running time.

const seatTones: Record<SeatState, Tone> = {
  ROSTERED: 'neutral', READY: 'ok', RINGING: 'warn', TALKING: 'info', WRAP_UP: 'accent', BREAK: 'neutral', VISITOR: 'neutral',
  MEETING: 'neutral', UNREACHABLE: 'bad', ABSENT: 'bad', UNKNOWN: 'neutral',
};
export const seatTone = (state: SeatState): Tone => seatTones[state] ?? 'neutral';
export function SeatChip({ state }: { state: SeatState }): JSX.Element {
  return <Chip tone={seatTone(state)} pulse={state === 'RINGING'}>{t(`seat.${state}`)}</Chip>;
}

const callTones: Record<CallState, Tone> = {
  ARRIVING: 'neutral', WAITING: 'warn', RINGING: 'warn', TALKING: 'info', RATING: 'ok', LEAVING_MESSAGE: 'neutral',
};
export function CallChip({ state }: { state: CallState }): JSX.Element {
  return <Chip tone={callTones[state] ?? 'neutral'} pulse={state === 'RINGING'} state={state}>{t(`call.${state}`)}</Chip>;
}

const outcomeTones: Record<Outcome, Tone> = {
  ANSWERED: 'ok', ABANDONED: 'warn', CLOSED_HOURS: 'neutral', CLOSED_HOLIDAY: 'neutral', NO_ANSWER: 'bad', CALLBACK: 'accent',
  VOICEMAIL: 'accent', INTERRUPTED: 'bad',
};
export function OutcomeChip({ of }: { of: Consultation }): JSX.Element {
  if (of.endedAt === null || of.outcome === null) return <Chip tone="info" pulse>{t('outcome.live')}</Chip>;
  return <Chip tone={outcomeTones[of.outcome] ?? 'neutral'}>{t(`outcome.${of.outcome}`)}</Chip>;
}

export function CallerName({ caller }: { caller: Caller }): JSX.Element {
  return caller.masked ? <span class="num">{caller.masked}</span> : <span class="muted">{t('caller.anonymous')}</span>;
}

/** How long since; ticks with the service's clock. */
export function Since({ at }: { at: string }): JSX.Element {
  return <span class="num">{span((second.value - Date.parse(at)) / 1000)}</span>;
}

export function Seconds({ value }: { value: number | null }): JSX.Element {
  return <span class="num">{value === null ? t('unit.none') : span(value)}</span>;
}
