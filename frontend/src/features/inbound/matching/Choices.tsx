import { Button, Checkbox } from '@mantine/core';
import { IconArrowBackUp, IconRefresh, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { InboundMessage } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Panel } from '@/ui/Panel';
import { useQueueKeys } from './keys';
import classes from './Matching.module.css';
import { suggestionsQuery } from './queries';
import { customerFor } from './suggest';
import { type Queue, senderOf } from './useQueue';

/** Whom the mail may belong to, each with its key; everything here can be clicked as well. */
export function Choices({ queue, message }: { queue: Queue; message: InboundMessage }) {
  const sender = senderOf(message);
  const found = useQuery(suggestionsQuery(sender)).data ?? [];
  const mayAdd = useMay('customers:write');
  const mayAddPerson = useMay('contacts:write') && sender.address !== null;
  const subject = message.mails[0]?.subject ?? undefined;
  const chooseOther = () => openDialog('message.match', { messageId: message.id, subject });
  const toggle = () => queue.setAddsPerson(!queue.addsPerson);
  useQueueKeys({
    ...Object.fromEntries(found.map((one, index) => [`${index + 1}`, () => queue.putTo(one)])),
    ...(mayAdd ? { n: queue.putToNew } : {}),
    ...(mayAddPerson ? { c: toggle } : {}),
    j: () => queue.move(1),
    k: () => queue.move(-1),
    m: chooseOther,
    r: queue.readAgain,
    u: queue.undo,
  });
  return (
    <Panel title={t('queue.belongsTo')}>
      <ol className={classes.choices}>
        {found.map((one, index) => (
          <li key={one.id}>
            <Button variant="default" justify="start" fullWidth onClick={() => queue.putTo(one)}>
              <kbd className={classes.key}>{index + 1}</kbd>
              <span className={classes.name}>{one.label}</span>
              {one.kind === 'contact' && (
                <span className={classes.kind}>{t('subject.contact')}</span>
              )}
            </Button>
          </li>
        ))}
      </ol>
      {mayAddPerson && (
        <Checkbox
          className={classes.adds}
          checked={queue.addsPerson}
          onChange={toggle}
          label={
            <>
              <kbd className={classes.key}>c</kbd>
              {t('queue.addsPerson', { name: sender.name || (sender.address ?? '') })}
            </>
          }
        />
      )}
      <div className={classes.actions}>
        {mayAdd && (
          <Key letter="n" icon={<IconUserPlus size={15} aria-hidden />} act={queue.putToNew}>
            {t('queue.newCustomer', { name: customerFor(sender).name })}
          </Key>
        )}
        <Key letter="m" icon={<IconSearch size={15} aria-hidden />} act={chooseOther}>
          {t('queue.other')}
        </Key>
        <Key letter="r" icon={<IconRefresh size={15} aria-hidden />} act={queue.readAgain}>
          {t('inbound.replay')}
        </Key>
        <Key letter="u" icon={<IconArrowBackUp size={15} aria-hidden />} act={queue.undo}>
          {t('queue.undo')}
        </Key>
      </div>
    </Panel>
  );
}

interface KeyProps {
  letter: string;
  icon: React.ReactNode;
  act: () => void;
  children: React.ReactNode;
}

function Key({ letter, icon, act, children }: KeyProps) {
  return (
    <Button variant="subtle" size="xs" leftSection={icon} onClick={act}>
      <kbd className={classes.key}>{letter}</kbd>
      {children}
    </Button>
  );
}
