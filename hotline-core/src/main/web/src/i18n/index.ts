import { computed, effect, signal } from '@preact/signals';
import { en } from './en';
import { zh, type MessageKey } from './zh';

export type Language = 'zh' | 'en';
export type { MessageKey };

const tables: Record<Language, Record<MessageKey, string>> = { zh, en };
const kept = (): Language => (globalThis.localStorage?.getItem('hotline.language') === 'en' ? 'en' : 'zh');

/** Chinese first; English by a switch, remembered in this browser. */
export const language = signal<Language>(kept());
export const locale = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en-GB'));

export function followLanguage(): void {
  effect(() => {
    document.documentElement.lang = locale.value;
    localStorage.setItem('hotline.language', language.value);
  });
}

export function t(key: MessageKey, values?: Record<string, string | number>): string {
  const text = tables[language.value][key];
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
}

/** A term of one of the service's lists, in the language of the page. */
export function term(item: { zh: string; en: string } | undefined, fallback = ''): string {
  return item ? (language.value === 'zh' ? item.zh : item.en || item.zh) : fallback;
}
