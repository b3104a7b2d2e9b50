import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { mayHaveSession, refreshSession, sessionState } from '@/api/session';
import { AcceptInvitationPage } from '@/features/identity/AcceptInvitationPage';
import { ForgotPasswordPage } from '@/features/identity/ForgotPasswordPage';
import { ResetPasswordPage } from '@/features/identity/ResetPasswordPage';

/** Whether somebody is signed in here; undefined while that is being asked. */
function useSignedIn(): boolean | undefined {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      if (sessionState() === 'unknown' && mayHaveSession()) await refreshSession();
      return sessionState() === 'signed-in';
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return session.isError ? false : session.data;
}

/** The token stands behind the `#`, so that no server has it in its log. */
export function AcceptInvitationRoute() {
  const { hash } = useLocation();
  const isSignedIn = useSignedIn();
  if (isSignedIn === undefined) return null;
  return (
    <AcceptInvitationPage
      token={hash}
      isSignedIn={isSignedIn}
      onJoined={() => location.assign('/')}
    />
  );
}

export function ResetPasswordRoute() {
  const { hash } = useLocation();
  return <ResetPasswordPage token={hash} />;
}

export function ForgotPasswordRoute() {
  return <ForgotPasswordPage />;
}
