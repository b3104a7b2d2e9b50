import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import classes from './Ending.module.css';
import { leaveForGood } from './ending';

interface LeaveProps {
  id: string;
  name: string;
  onClose: () => void;
}

export function LeaveWorkspaceDialog({ id, name, onClose }: LeaveProps) {
  const state = useProblemForm({ initialValues: {} }, () => leaveForGood(id));
  return (
    <FormDialog
      title={t('ending.leaveTitle', { name })}
      submitLabel={t('ending.leaveSubmit')}
      state={state}
      onClose={onClose}
    >
      <div className={classes.words}>
        <p>{t('ending.leaveWords')}</p>
      </div>
    </FormDialog>
  );
}
