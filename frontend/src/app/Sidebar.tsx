import { Link } from '@tanstack/react-router';
import { goActivity } from '@/features/activity/commands';
import { goCustomers } from '@/features/customers/commands';
import { goFeedback } from '@/features/feedback/commands';
import { goInbound } from '@/features/inbound/commands';
import { Bell } from '@/features/notifications/Bell';
import { goProjects } from '@/features/projects/commands';
import { MyProjects } from '@/features/projects/MyProjects';
import { t } from '@/locales/t';
import { type Command, useCommands } from '@/ui/command';
import { Logo } from '@/ui/Logo';
import { goToday } from './commands';
import { SearchButton } from './SearchButton';
import classes from './Sidebar.module.css';
import { UserMenu } from './UserMenu';

const PLACES: {
  command: Command;
  to: '/' | '/customers' | '/projects' | '/feedback' | '/inbound' | '/activity';
}[] = [
  { command: goToday, to: '/' },
  { command: goCustomers, to: '/customers' },
  { command: goProjects, to: '/projects' },
  { command: goFeedback, to: '/feedback' },
  { command: goInbound, to: '/inbound' },
  { command: goActivity, to: '/activity' },
];

export function Sidebar({ onGo }: { onGo?: () => void }) {
  const { may } = useCommands();
  return (
    <div className={classes.sidebar}>
      <div className={classes.top}>
        <Logo />
        <Bell onGo={onGo} />
      </div>
      <SearchButton onGo={onGo} />
      <nav aria-label={t('nav.main')} className={classes.nav}>
        {PLACES.filter(({ command }) => may(command.permission)).map(({ command, to }) => {
          const PlaceIcon = command.icon;
          return (
            <Link
              key={to}
              to={to}
              className={classes.link}
              onClick={onGo}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              activeProps={{ 'data-active': true }}
            >
              <PlaceIcon size={18} stroke={1.7} aria-hidden />
              {t(command.label)}
            </Link>
          );
        })}
        <MyProjects
          onGo={onGo}
          classNames={{
            title: classes.group ?? '',
            link: classes.link ?? '',
            label: classes.label ?? '',
          }}
        />
      </nav>
      <UserMenu onGo={onGo} />
    </div>
  );
}
