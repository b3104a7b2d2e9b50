import { lazy, Suspense, useEffect, useState } from 'react';
import { type ConflictChoice, setConflictQuestion } from '@/api/conflict';

type Answer = (choice: ConflictChoice) => void;

const ConflictDialog = lazy(() =>
  import('./ConflictDialog').then((m) => ({ default: m.ConflictDialog })),
);

/** Asks, when a save meets a newer version, which of the two shall stay. */
export function ConflictHost() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    setConflictQuestion(() => new Promise((resolve) => setAnswer(() => resolve)));
  }, []);
  if (answer === null) return null;
  const choose = (choice: ConflictChoice) => {
    answer(choice);
    setAnswer(null);
  };
  return (
    <Suspense fallback={null}>
      <ConflictDialog onChoose={choose} />
    </Suspense>
  );
}
