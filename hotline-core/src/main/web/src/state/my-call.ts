import { computed, signal } from '@preact/signals';
import { api } from '../api/client';
import type { LiveCall } from '../api/types';
import { account, has } from './session';

/** Calls that are up and that this account may see: kept by whoever shows them, read by the desk and the dock. */
export const liveCalls = signal<readonly LiveCall[]>([]);

/** The call that rings or talks with me, as the service knows it, whatever my telephone is. */
export const myCall = computed(() =>
  liveCalls.value.find((one) => one.lawyer === account.value?.username && (one.state === 'TALKING' || one.state === 'RINGING')) ?? null);

export async function readLiveCalls(): Promise<void> {
  if (!has('lawyer', 'coordinator')) return;
  try {
    liveCalls.value = (await api.liveCalls()).items;
  } catch {
    // The connection's mark tells; the next notice reads anew.
  }
}
