import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignInPage } from '@/features/identity/SignInPage';
import { SignUpPage } from '@/features/identity/SignUpPage';

const signIn = getRouteApi('/sign-in');

export function SignInRoute() {
  const { next, gone } = signIn.useSearch();
  const router = useRouter();
  return <SignInPage gone={gone} onSignedIn={() => router.history.push(next ?? '/')} />;
}

export function SignUpRoute() {
  const router = useRouter();
  return <SignUpPage onSignedIn={() => router.history.push('/')} />;
}
