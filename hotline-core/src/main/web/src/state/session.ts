import { computed, signal } from '@preact/signals';
import { api, onSignedOut, Refused } from '../api/client';
import type { Account, Centre, Role, Session, Term } from '../api/types';

/** undefined: not asked yet; null: nobody is signed in. */
export const account = signal<Account | null | undefined>(undefined);
export const centre = signal<Centre | null>(null);
export const sessionEnded = signal(false);
export const owes = signal<Session['owes']>(null);
/** Seconds the service's clock is ahead of this machine's. */
export const clockAhead = signal(0);

export interface Lists {
  categories: Term[];
  dispositions: Term[];
  groups: Term[];
}
export const lists = signal<Lists>({ categories: [], dispositions: [], groups: [] });

export const zone = computed(() => centre.value?.zone ?? 'Asia/Shanghai');
export const has = (...roles: Role[]): boolean => roles.some((role) => account.value?.roles.includes(role));
export const now = (): number => Date.now() + clockAhead.value * 1000;

async function take(session: Session): Promise<void> {
  if (session.now) clockAhead.value = Math.round((Date.parse(session.now) - Date.now()) / 1000);
  owes.value = session.owes ?? null;
  if (!session.signedIn || !session.account) {
    account.value = null;
    return;
  }
  if (session.owes) {
    account.value = session.account;
    return;
  }
  const [centres, categories, dispositions, groups] = await Promise.all([
    api.centres().catch(() => ({ items: [] as Centre[] })),
    api.categories(),
    api.dispositions(),
    api.callerGroups(),
  ]);
  const own = session.account.centre;
  centre.value = centres.items.find((one) => one.id === own) ?? { id: own, name: own, zone: 'Asia/Shanghai' };
  lists.value = { categories: categories.items, dispositions: dispositions.items, groups: groups.items };
  account.value = session.account;
}

export async function startSession(): Promise<void> {
  await take(await api.session());
}

export async function signIn(username: string, password: string, proof: { code?: string; key?: unknown } = {}): Promise<void> {
  if (!/XSRF-TOKEN=/.test(document.cookie)) await api.session();
  await take(await api.signIn(username, password, proof));
  sessionEnded.value = false;
}

export async function signOut(): Promise<void> {
  await api.signOut().catch((failure: unknown) => {
    if (!(failure instanceof Refused && failure.status === 401)) throw failure;
  });
  account.value = null;
}

onSignedOut(() => {
  if (account.value) {
    sessionEnded.value = true;
    account.value = null;
  }
});
