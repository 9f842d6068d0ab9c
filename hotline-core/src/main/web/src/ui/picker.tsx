import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Term } from '../api/types';
import { t, term } from '../i18n';
import { fits } from '../record/pinyin';

interface Props {
  id: string;
  terms: readonly Term[];
  value: string | null;
  onChange: (code: string | null) => void;
  placeholder: string;
  none: string;
  disabled?: boolean;
}

/** A combobox by keyboard: type a name or its pinyin initials, arrows move, Enter takes, Escape gives up. */
export function TermPicker({ id, terms, value, onChange, placeholder, none, disabled = false }: Props): JSX.Element {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const chosen = terms.find((one) => one.key === value);
  const open = typed !== null;
  const shown = open ? terms.filter((one) => fits(typed, one)) : [];

  const take = (one: Term | undefined): void => {
    if (one) onChange(one.key);
    setTyped(null);
  };
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(shown.length - 1, at + by));
    setAt(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div class="picker">
      <input
        ref={input}
        id={id}
        role="combobox"
        type="text"
        autocomplete="off"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length ? `${listId}-${at}` : undefined}
        placeholder={placeholder}
        disabled={disabled}
        value={typed ?? (chosen ? term(chosen) : value ?? '')}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => {
          if (!open) setTyped('');
          setAt(0);
        }}
        onBlur={() => setTyped(null)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
          if (event.currentTarget.value === '') onChange(null);
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (!open) {
              setTyped('');
              setAt(0);
            } else move(event.key === 'ArrowDown' ? 1 : -1);
          } else if (event.key === 'Enter' && open) {
            event.preventDefault();
            take(shown[at]);
          } else if (event.key === 'Escape' && open) {
            event.preventDefault();
            event.stopPropagation();
            setTyped(null);
          } else if (event.key === 'Tab' && open && typed !== '' && shown.length) {
            take(shown[at]);
          }
        }}
      />
      {open && (
        <ul id={listId} role="listbox" class="picker-list">
          {shown.map((one, n) => (
            <li
              key={one.key}
              id={`${listId}-${n}`}
              role="option"
              aria-selected={n === at}
              class={n === at ? 'at' : ''}
              onMouseDown={(event) => {
                event.preventDefault();
                take(one);
              }}
              onMouseEnter={() => setAt(n)}
            >
              {term(one)}
            </li>
          ))}
          {shown.length === 0 && <li class="picker-none">{t('record.category.none') || none}</li>}
        </ul>
      )}
    </div>
  );
}
