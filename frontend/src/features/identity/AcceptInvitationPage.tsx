import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import { ProblemError } from '@/api/problem';
import type { InvitationOffer } from '@/api/types';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { problemText } from '@/ui/problemText';
import { Failed, Waiting } from '@/ui/QueryState';
import { acceptInvitation, offerQuery } from './accountQueries';
import { signOut } from './queries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

interface AcceptProps {
  token: string;
  isSignedIn: boolean;
  onJoined: () => void;
}

/** Opening the page changes nothing; mail scanners open links. The button joins. */
export function AcceptInvitationPage({ token, isSignedIn, onJoined }: AcceptProps) {
  const offer = useQuery(offerQuery(token));
  const me = useQuery({ ...meQuery, enabled: isSignedIn });
  if (offer.error instanceof ProblemError && offer.error.status === 404) {
    return <SignFrame title={t('join.dead')} subtitle={problemText(offer.error)} />;
  }
  if (offer.data === undefined || (isSignedIn && me.isPending)) {
    return (
      <SignFrame title={t('join.loading')}>
        {offer.error === null ? (
          <Waiting height={120} />
        ) : (
          <Failed error={offer.error} onRetry={offer.refetch} />
        )}
      </SignFrame>
    );
  }
  const { workspace_name: workspace, inviter_name: inviter, email, role } = offer.data;
  const mine = me.data?.user.email;
  const isMine = mine?.toLowerCase() === email.toLowerCase();
  return (
    <SignFrame
      title={t('join.title', { workspace })}
      subtitle={t('join.subtitle', { inviter, role: t(`role.${role}`), email })}
    >
      {mine !== undefined && !isMine ? (
        <OtherAccount mine={mine} email={email} />
      ) : (
        <JoinForm token={token} offer={offer.data} isSignedIn={isMine} onJoined={onJoined} />
      )}
    </SignFrame>
  );
}

function OtherAccount({ mine, email }: { mine: string; email: string }) {
  return (
    <div className={classes.form}>
      <span>{t('join.other', { mine, email })}</span>
      <Button variant="default" onClick={() => void signOut().then(() => location.reload())}>
        {t('session.signOut')}
      </Button>
    </div>
  );
}

interface JoinFormProps {
  token: string;
  offer: InvitationOffer;
  isSignedIn: boolean;
  onJoined: () => void;
}

function JoinForm({ token, offer, isSignedIn, onJoined }: JoinFormProps) {
  const isNew = !offer.has_account;
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { name: '', password: '' } },
    async ({ name, password }) => {
      const proof = isSignedIn ? {} : isNew ? { name, password } : { password };
      await acceptInvitation({ token, ...proof });
      onJoined();
    },
  );
  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {isNew && (
        <TextInput
          label={t('field.yourName')}
          autoComplete="name"
          autoFocus
          required
          {...form.getInputProps('name')}
        />
      )}
      {!isSignedIn && (
        <PasswordInput
          label={t('field.password')}
          description={isNew ? t('field.passwordHint') : t('join.knownHint')}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          {...form.getInputProps('password')}
        />
      )}
      <ProblemNote text={problem} />
      <Button type="submit" loading={isSending}>
        {t('join.submit')}
      </Button>
    </form>
  );
}
