import { logInteraction } from '@/features/interactions/commands';
import { TodayPage } from '@/features/overview/TodayPage';
import { CommandButton } from '@/ui/CommandButton';

export function TodayRoute() {
  return <TodayPage actions={<CommandButton command={logInteraction()} />} />;
}
