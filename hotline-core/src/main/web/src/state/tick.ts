import { effect, signal } from '@preact/signals';
import { clockAhead, now } from './session';

/** The service's time, a second at a time; what shows a running time reads it. */
export const second = signal(now());
setInterval(() => (second.value = now()), 1000);
// The session tells how far the service's clock is ahead: at once, not a second later.
effect(() => {
  if (clockAhead.value) second.value = now();
});
