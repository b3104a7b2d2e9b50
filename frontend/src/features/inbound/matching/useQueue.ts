import { useState } from 'react';
import type { InboundMessage } from '@/api/types';
import { t } from '@/locales/t';
import { carried } from '../carried';
import { addCustomer, addPerson, type Match, sendMatch } from './queries';
import { customerFor, type Sender, type Suggestion } from './suggest';
import { type Made, useSettling } from './useSettling';

export interface Queue {
  rows: InboundMessage[];
  row: InboundMessage | undefined;
  addsPerson: boolean;
  setAddsPerson: (adds: boolean) => void;
  select: (id: string) => void;
  move: (by: number) => void;
  putTo: (suggestion: Suggestion) => void;
  putToNew: () => void;
  readAgain: () => void;
  undo: () => void;
}

/** The queue as it is worked through: a mail leaves at once, the next one follows, and the last one comes back. */
export function useQueue(all: InboundMessage[]): Queue {
  const [chosen, setChosen] = useState<string | null>(null);
  const [addsPerson, setAddsPerson] = useState(false);
  const settling = useSettling(setChosen);
  const rows = all.filter((one) => !settling.gone.has(one.id));
  const index = Math.max(
    0,
    rows.findIndex((one) => one.id === chosen),
  );
  const row = rows[index];

  function settle(act: (message: InboundMessage, sender: Sender, made: Made) => Promise<string>) {
    if (row === undefined) return;
    setChosen((rows[index + 1] ?? rows[index - 1])?.id ?? null);
    void settling.settle(row.id, (made) => act(row, senderOf(row), made));
  }

  return {
    rows,
    row,
    addsPerson,
    setAddsPerson,
    select: setChosen,
    move: (by) => setChosen(rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id ?? null),
    putTo: (suggestion) =>
      settle(async ({ id }, sender, made) => {
        await sendMatch(id, await matchFor(suggestion, sender, addsPerson, made));
        return t('queue.put', { name: suggestion.label });
      }),
    putToNew: () =>
      settle(async (message, sender, made) => {
        const { id, name } = await addCustomer(customerFor(sender));
        made.unshift({ kind: 'customer', id, name });
        const suggestion: Suggestion = { kind: 'customer', id, label: name };
        await sendMatch(message.id, await matchFor(suggestion, sender, addsPerson, made));
        return t('queue.putToNew', { name });
      }),
    readAgain: () => {
      if (row !== undefined) void settling.readAgain(row.id);
    },
    undo: settling.undo,
  };
}

export function senderOf(message: InboundMessage): Sender {
  const { name, address } = carried(message);
  return { name, address };
}

async function matchFor(
  to: Suggestion,
  sender: Sender,
  addsPerson: boolean,
  made: Made,
): Promise<Match> {
  if (to.kind === 'contact') return { contact_id: to.id };
  if (!addsPerson || sender.address === null) return { customer_id: to.id };
  const { id, name } = await addPerson(to.id, sender);
  made.push({ kind: 'contact', id, name });
  return { contact_id: id };
}
