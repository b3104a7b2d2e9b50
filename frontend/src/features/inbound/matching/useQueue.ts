import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { InboundMessage } from '@/api/types';
import { t } from '@/locales/t';
import { dismiss, notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import { carried } from '../carried';
import { replay } from '../queries';
import { addCustomer, addPerson, type Match, sendMatch } from './queries';
import { customerFor, type Sender, type Suggestion } from './suggest';

const STALE = [
  ...['inbound-messages', 'inbound-sources', 'interactions', 'survey-responses'],
  ...['timeline', 'customers'],
];

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

  function settle(act: (message: InboundMessage, sender: Sender) => Promise<string>) {
    if (row === undefined) return;
    setChosen((rows[index + 1] ?? rows[index - 1])?.id ?? null);
    void settling.settle(row.id, () => act(row, senderOf(row)));
  }

  return {
    rows,
    row,
    addsPerson,
    setAddsPerson,
    select: setChosen,
    move: (by) => setChosen(rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id ?? null),
    putTo: (suggestion) =>
      settle(async ({ id }, sender) => {
        await sendMatch(id, await matchFor(suggestion, sender, addsPerson));
        return t('queue.put', { name: suggestion.label });
      }),
    putToNew: () =>
      settle(async (message, sender) => {
        const { id, name } = await addCustomer(customerFor(sender));
        const suggestion: Suggestion = { kind: 'customer', id, label: name };
        await sendMatch(message.id, await matchFor(suggestion, sender, addsPerson));
        return t('queue.putToNew', { name });
      }),
    readAgain: () => {
      if (row !== undefined) void settling.readAgain(row.id);
    },
    undo: settling.undo,
  };
}

/** Sends what was decided; what failed or is taken back returns to the list. */
function useSettling(onReturn: (id: string) => void) {
  const queryClient = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const past = useRef<string[]>([]);
  const refresh = () =>
    Promise.all(STALE.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));

  function comeBack(id: string) {
    setGone((old) => new Set([...old].filter((one) => one !== id)));
    onReturn(id);
  }

  async function settle(id: string, act: () => Promise<string>) {
    setGone((old) => new Set([...old, id]));
    try {
      const text = await act();
      past.current.push(id);
      notify(text, { id: `match-${id}`, onUndo: () => void takeBack(id) });
    } catch (cause) {
      comeBack(id);
      notify(problemText(cause), { isProblem: true });
    }
    await refresh();
  }

  async function takeBack(id: string) {
    past.current = past.current.filter((one) => one !== id);
    dismiss(`match-${id}`);
    try {
      await sendMatch(id, { customer_id: null });
      notify(t('queue.takenBack'));
      comeBack(id);
    } catch (cause) {
      notify(problemText(cause), { isProblem: true });
    }
    await refresh();
  }

  async function readAgain(id: string) {
    try {
      await replay(id);
      notify(t('queue.readAgain'));
    } catch (cause) {
      notify(problemText(cause), { isProblem: true });
    }
    await refresh();
  }

  function undo() {
    const last = past.current.at(-1);
    if (last !== undefined) void takeBack(last);
  }
  return { gone, settle, readAgain, undo };
}

export function senderOf(message: InboundMessage): Sender {
  const { name, address } = carried(message);
  return { name, address };
}

async function matchFor(to: Suggestion, sender: Sender, addsPerson: boolean): Promise<Match> {
  if (to.kind === 'contact') return { contact_id: to.id };
  if (!addsPerson || sender.address === null) return { customer_id: to.id };
  return { contact_id: (await addPerson(to.id, sender)).id };
}
