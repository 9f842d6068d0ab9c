import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
const kept = localStorage.getItem('hotline.theme');
export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

export function followTheme(): void {
  effect(() => {
    if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    localStorage.setItem('hotline.theme', theme.value);
  });
}
