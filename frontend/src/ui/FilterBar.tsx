import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './FilterBar.module.css';

interface FilterBarProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children?: ReactNode;
}

/** The text filter of a list; `/` puts the cursor here. Further filters stand beside it. */
export function FilterBar({ label, value, onChange, children }: FilterBarProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, 200);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.text}
        aria-label={label}
        placeholder={label}
        data-filter
        type="search"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          send(event.currentTarget.value);
        }}
      />
      {children}
    </div>
  );
}
