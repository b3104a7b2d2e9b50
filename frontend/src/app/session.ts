import { redirect } from '@tanstack/react-router';
import {
  mayHaveSession,
  onSessionChangeElsewhere,
  refreshSession,
  sessionState,
  signedOut,
  subscribeSession,
} from '@/api/session';

/** Lets only a signed-in person pass; the page they wanted is kept in the address. */
export async function requireSession(href: string): Promise<void> {
  if (sessionState() === 'unknown' && mayHaveSession()) {
    await refreshSession().catch(() => false);
  }
  if (sessionState() !== 'signed-in') {
    throw redirect({ to: '/sign-in', search: { next: href === '/' ? undefined : href } });
  }
}

/** Leaves when the session ends, here or in another tab of this browser. */
export function watchSession(leave: () => void): () => void {
  const stopOwn = subscribeSession(() => {
    if (sessionState() === 'signed-out') leave();
  });
  const stopOthers = onSessionChangeElsewhere((change) => {
    if (change === 'signed-out') signedOut();
    else location.assign('/');
  });
  return () => {
    stopOwn();
    stopOthers();
  };
}
