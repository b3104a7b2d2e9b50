import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '@/locales/t';
import { stepped } from './order';
import classes from './RankedList.module.css';

interface RankedListProps {
  label: string;
  values: string[];
  nameOf: (value: string) => string;
  onChange: (values: string[]) => void;
}

/** Things in order of weight; each has a button up and one down, and what moved is said aloud. */
export function RankedList({ label, values, nameOf, onChange }: RankedListProps) {
  const [said, setSaid] = useState('');
  function move(value: string, step: -1 | 1) {
    const next = stepped(values, value, step);
    if (next === values) return;
    onChange(next);
    const place = next.indexOf(value) + 1;
    setSaid(t('rank.moved', { name: nameOf(value), place, count: next.length }));
  }
  return (
    <>
      <ol className={classes.list} aria-label={label}>
        {values.map((value, index) => (
          <li key={value} className={classes.line}>
            <span className={classes.place} aria-hidden>
              {index + 1}
            </span>
            <span className={classes.name}>{nameOf(value)}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('rank.up', { name: nameOf(value) })}
              aria-disabled={index === 0}
              data-disabled={index === 0 || undefined}
              onClick={() => move(value, -1)}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('rank.down', { name: nameOf(value) })}
              aria-disabled={index === values.length - 1}
              data-disabled={index === values.length - 1 || undefined}
              onClick={() => move(value, 1)}
            >
              <IconArrowDown size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
