import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ReloadChosen } from '@/api/conflict';
import { staleKeys } from '@/api/live';
import { ProblemError } from '@/api/problem';
import type { EventRead } from '@/api/types';
import { notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';

const MOST_RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: isWorthRetrying, refetchOnWindowFocus: false },
  },
  mutationCache: new MutationCache({
    onError: (cause, _variables, _result, mutation) =>
      sayProblem(cause, mutation.meta?.isInForm === true),
  }),
});

/** Refetches what the events made stale; only lists on screen go out, the rest waits until shown. */
export function refreshAfter(events: EventRead[]): void {
  for (const key of staleKeys(events)) void queryClient.invalidateQueries({ queryKey: [key] });
}

function isWorthRetrying(failures: number, cause: Error): boolean {
  const isServerTrouble =
    !(cause instanceof ProblemError) || cause.status === 0 || cause.status >= 500;
  return isServerTrouble && failures < MOST_RETRIES;
}

/** Mutations outside a form have no other place for their problem than a notice. */
function sayProblem(cause: Error, isInForm: boolean): void {
  if (cause instanceof ReloadChosen) {
    void queryClient.invalidateQueries();
    return;
  }
  if (!isInForm) notify(problemText(cause), { isProblem: true });
}
