import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { meQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { PageHead } from '@/ui/PageHead';
import { SplitPage } from '@/ui/SplitPage';
import { ActivityPanel } from './ActivityPanel';
import { NeedsYouPanel } from './NeedsYouPanel';

export function TodayPage({ actions }: { actions: ReactNode }) {
  const me = useQuery(meQuery);
  const firstName = me.data?.user.name.split(' ')[0] ?? '';
  return (
    <>
      <PageHead title={greeting(firstName)} actions={actions} />
      {me.data !== undefined && (
        <SplitPage main={<NeedsYouPanel userId={me.data.user.id} />} side={<ActivityPanel />} />
      )}
    </>
  );
}

function greeting(name: string): string {
  const hour = new Date().getHours();
  if (hour < 12) return t('today.morning', { name });
  return hour < 18 ? t('today.afternoon', { name }) : t('today.evening', { name });
}
