import {
  IconBriefcase,
  IconBuilding,
  IconChecklist,
  IconClipboardText,
  IconMessage,
  IconUser,
} from '@tabler/icons-react';
import { highlightParts } from './highlight';
import classes from './Palette.module.css';

const ICONS: Record<string, typeof IconUser> = {
  customer: IconBuilding,
  contact: IconUser,
  project: IconBriefcase,
  task: IconChecklist,
  interaction: IconMessage,
  survey_response: IconClipboardText,
};

export function HitIcon({ type }: { type: string }) {
  const Shape = ICONS[type] ?? IconMessage;
  return <Shape size={18} stroke={1.7} aria-hidden />;
}

export function Highlighted({ text }: { text: string }) {
  return (
    <span className={classes.highlight}>
      {highlightParts(text).map((part) =>
        part.isMatch ? <mark key={part.start}>{part.text}</mark> : part.text,
      )}
    </span>
  );
}
