import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { t } from '@/locales/t';
import { ProblemNote } from '@/ui/ProblemNote';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

/** Opening the page changes nothing; mail scanners open links. The button does. */
export function UnsubscribePage({ token }: { token: string }) {
  const path = { token };
  const offer = useQuery({
    queryKey: ['unsubscribe', token],
    queryFn: () => call(api.GET('/api/v1/unsubscribe/{token}', { params: { path } })),
    retry: false,
  });
  const leave = useMutation({
    mutationFn: () => call(api.POST('/api/v1/unsubscribe/{token}', { params: { path } })),
    onError: () => undefined,
  });
  if (leave.isSuccess) {
    return <SignFrame title={t('unsubscribe.done')}>{t('unsubscribe.doneHint')}</SignFrame>;
  }
  return (
    <SignFrame title={t('unsubscribe.title')}>
      <QueryState query={offer} height={80}>
        {() => (
          <div className={classes.form}>
            <span>{t('unsubscribe.text')}</span>
            <ProblemNote text={leave.error === null ? null : problemText(leave.error)} />
            <Button loading={leave.isPending} onClick={() => leave.mutate()}>
              {t('unsubscribe.submit')}
            </Button>
          </div>
        )}
      </QueryState>
    </SignFrame>
  );
}
