import { Button, Modal } from '@mantine/core';
import { t } from '@/locales/t';
import { CopyField } from '@/ui/CopyField';
import formClasses from '@/ui/FormDialog.module.css';
import { curlExample } from './curlExample';
import { SetupSteps } from './SetupSteps';

interface SourceShownProps {
  url: string;
  /** Only where Rapport made it just now. */
  secret: string | null;
  provider: string;
  onClose: () => void;
}

/** The address and, this once, the secret, with what to do with them. */
export function SourceShown({ url, secret, provider, onClose }: SourceShownProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sources.ready')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={formClasses.form}>
        <CopyField label={t('sources.url')} value={url} />
        {secret !== null && (
          <>
            <p className={formClasses.text}>{t('sources.once')}</p>
            <CopyField label={t('sources.secret')} value={secret} />
          </>
        )}
        {provider === 'raw' && secret !== null && (
          <CopyField label={t('sources.curl')} value={curlExample(url, secret)} />
        )}
        <SetupSteps provider={provider} />
        <footer className={formClasses.foot}>
          <Button onClick={onClose}>{t('action.done')}</Button>
        </footer>
      </div>
    </Modal>
  );
}
