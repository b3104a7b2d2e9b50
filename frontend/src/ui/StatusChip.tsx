import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconEyeFilled,
  IconPlayerPauseFilled,
} from '@tabler/icons-react';
import classes from './StatusChip.module.css';

export type Tone = 'good' | 'watch' | 'risk' | 'neutral' | 'accent';

const SHAPES = {
  good: IconCircleCheckFilled,
  watch: IconEyeFilled,
  risk: IconAlertTriangleFilled,
  neutral: IconPlayerPauseFilled,
  accent: IconCircleDashed,
} as const;

/** A state as shape, word and colour together, so that none of them is needed alone. */
export function StatusChip({ tone, label }: { tone: Tone; label: string }) {
  const Shape = SHAPES[tone];
  return (
    <span className={`${classes.chip} ${classes[tone]}`}>
      <Shape size={13} aria-hidden />
      {label}
    </span>
  );
}

export function StateShape({ tone, label }: { tone: Tone; label: string }) {
  return (
    <span className={`${classes.shape} ${classes[`${tone}Shape`]}`} title={label}>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
