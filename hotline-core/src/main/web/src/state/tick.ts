import { signal } from '@preact/signals';
import { now } from './session';

/** The service's time, a second at a time; what shows a running time reads it. */
export const second = signal(now());
setInterval(() => (second.value = now()), 1000);
