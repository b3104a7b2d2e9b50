import { IconAlertTriangleFilled } from '@tabler/icons-react';
import classes from './ProblemNote.module.css';

export function ProblemNote({ text }: { text: string | null }) {
  return (
    <div role="alert">
      {text !== null && (
        <p className={classes.note}>
          <IconAlertTriangleFilled size={16} aria-hidden />
          {text}
        </p>
      )}
    </div>
  );
}
