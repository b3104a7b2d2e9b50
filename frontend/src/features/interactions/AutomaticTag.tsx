import { t, tDynamic } from '@/locales/t';
import { Tag } from '@/ui/Tag';

interface AutomaticTagProps {
  kind?: string | null;
  isAutomatic?: boolean;
}

/** Says that a program wrote it, and which kind of mail that makes it. */
export function AutomaticTag({ kind, isAutomatic }: AutomaticTagProps) {
  if (!isAutomatic) return null;
  return <Tag label={kind ? tDynamic('automatic', kind) : t('timeline.automatic')} />;
}
