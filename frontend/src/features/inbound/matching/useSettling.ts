import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { t } from '@/locales/t';
import { dismiss, notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import { replay } from '../queries';
import { removeIfUnused, sendMatch } from './queries';

const STALE = [
  ...['inbound-messages', 'inbound-sources', 'interactions', 'survey-responses'],
  ...['timeline', 'customers', 'contacts', 'lookup'],
];

/** Records that came into being by a decision, the customer before the person there. */
export type Made = MadeRecord[];

interface MadeRecord {
  kind: 'customer' | 'contact';
  id: string;
  name: string;
}

interface Decision {
  id: string;
  made: Made;
}

/** Sends what was decided; what failed or is taken back returns to the list, and what it made goes with it. */
export function useSettling(onReturn: (id: string) => void) {
  const queryClient = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const past = useRef<Decision[]>([]);
  const sayTakenBack = useSayTakenBack();
  const refresh = () =>
    Promise.all(STALE.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));

  function comeBack(id: string) {
    setGone((old) => new Set([...old].filter((one) => one !== id)));
    onReturn(id);
  }

  async function settle(id: string, act: (made: Made) => Promise<string>) {
    const decision: Decision = { id, made: [] };
    setGone((old) => new Set([...old, id]));
    try {
      const text = await act(decision.made);
      past.current.push(decision);
      notify(text, { id: `match-${id}`, onUndo: () => void takeBack(decision) });
    } catch (cause) {
      comeBack(id);
      notify(problemText(cause), { isProblem: true });
      await remove(decision.made).catch(() => undefined);
    }
    await refresh();
  }

  async function takeBack(decision: Decision) {
    const { id, made } = decision;
    past.current = past.current.filter((one) => one !== decision);
    dismiss(`match-${id}`);
    try {
      await sendMatch(id, { customer_id: null });
      comeBack(id);
      sayTakenBack(made, await remove(made));
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

/** Deletes what was made, the person before the customer; the record that has to stay, if one has. */
async function remove(made: Made): Promise<MadeRecord | undefined> {
  let kept: MadeRecord | undefined;
  for (const record of made.toReversed()) {
    if (!(await removeIfUnused(record.kind, record.id))) kept = record;
  }
  return kept;
}

function useSayTakenBack() {
  const navigate = useNavigate();
  return (made: Made, kept: MadeRecord | undefined) => {
    const first = made[0];
    if (first === undefined) notify(t('queue.takenBack'));
    else if (kept === undefined) notify(t('queue.takenBackWith', { name: first.name }));
    else notify(t('queue.takenBackKept', { name: kept.name }), { next: wayTo(kept) });
  };

  function wayTo({ kind, id, name }: MadeRecord) {
    const go = () =>
      kind === 'customer'
        ? navigate({ to: '/customers/$customerId', params: { customerId: id } })
        : navigate({ to: '/contacts/$contactId', params: { contactId: id } });
    return { label: t('queue.openKept', { name }), go: () => void go() };
  }
}
