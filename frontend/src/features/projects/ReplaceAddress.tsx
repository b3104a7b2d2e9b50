import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import classes from './MailPanel.module.css';
import { mailAddressesQuery, replaceMailAddresses } from './queries';

/** Asked once more, because an address that others use cannot be brought back. */
export function ReplaceAddress({ projectId }: { projectId: string }) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('projects:write');
  const [isAsking, setAsking] = useState(false);
  const replace = useMutation({
    mutationFn: () => replaceMailAddresses(projectId),
    onSuccess: (addresses) => {
      queryClient.setQueryData(mailAddressesQuery(projectId).queryKey, addresses);
      setAsking(false);
      notify(t('projects.mailReplaced'));
    },
    onError: (cause) => notify(problemText(cause), { isProblem: true }),
  });
  if (!mayWrite) return null;
  if (!isAsking) {
    return (
      <div>
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {t('projects.mailReplace')}
        </Button>
      </div>
    );
  }
  return (
    <>
      <p className={classes.hint} role="alert">
        {t('projects.mailReplaceSure')}
      </p>
      <Group gap={8}>
        <Button size="xs" loading={replace.isPending} onClick={() => replace.mutate()}>
          {t('projects.mailReplaceNow')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking(false)}>
          {t('projects.mailReplaceNot')}
        </Button>
      </Group>
    </>
  );
}
