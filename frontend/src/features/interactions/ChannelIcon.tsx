import {
  IconClipboardText,
  IconHistory,
  IconMail,
  IconMessage,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconUsers,
  IconWorld,
} from '@tabler/icons-react';
import { t, tDynamic } from '@/locales/t';
import classes from './ChannelIcon.module.css';

const ICONS = {
  email: IconMail,
  call: IconPhone,
  meeting: IconUsers,
  chat: IconMessage,
  note: IconNote,
  survey: IconClipboardText,
  portal: IconWorld,
  comment: IconMessageCircle,
} as const;

/** Round mark of a timeline entry: how it happened, or a clock for something in the project. */
export function ChannelIcon({ channel }: { channel: string | null | undefined }) {
  const isChannel = channel !== null && channel !== undefined && channel in ICONS;
  const Shape = isChannel ? ICONS[channel as keyof typeof ICONS] : IconHistory;
  const label = isChannel ? tDynamic('channel', channel) : t('timeline.event');
  return (
    <span className={classes.mark} data-quiet={!isChannel || undefined} title={label}>
      <Shape size={16} aria-hidden />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
