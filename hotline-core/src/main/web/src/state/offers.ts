import { signal } from '@preact/signals';
import { call } from '../api/client';

// What the service offers, by its own OpenAPI document: a page whose interface is not there is not shown.

const paths = signal<ReadonlySet<string>>(new Set());

export async function readOffers(): Promise<void> {
  try {
    const { body } = await call<{ paths?: Record<string, Record<string, unknown>> }>('/openapi.json');
    const found = new Set<string>();
    for (const [path, item] of Object.entries(body.paths ?? {})) {
      for (const method of Object.keys(item)) found.add(`${method} ${path}`);
    }
    paths.value = found;
  } catch {
    paths.value = new Set();
  }
}

/** For example `offers('get /callbacks')`; the names of path parameters are the document's. */
export const offers = (operation: string): boolean => paths.value.has(operation);
