import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { ApiKey } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import { newApiKey } from './commands';
import { apiKeysQuery, revokeApiKey } from './queries';

export function ApiKeysPage() {
  const keys = useInfiniteQuery(apiKeysQuery);
  const hidden = useHidden();
  const rows = rowsOf(keys.data?.pages).filter((key) => !hidden.has(key.id));
  const create = <CommandButton command={newApiKey} />;
  return (
    <Panel
      title={t('keys.panel')}
      subtitle={t('keys.panelHint')}
      actions={rows.length > 0 && create}
      isFlush
    >
      <QueryState
        query={keys}
        isEmpty={() => rows.length === 0}
        empty={
          <div style={{ padding: '0 18px 12px' }}>
            <Empty title={t('keys.empty')} hint={t('keys.emptyHint')} action={create} />
          </div>
        }
      >
        {() => (
          <RowList>
            {rows.map((key) => (
              <KeyRow key={key.id} apiKey={key} />
            ))}
          </RowList>
        )}
      </QueryState>
      <MoreRows {...keys} />
    </Panel>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient();
  const used =
    apiKey.last_used_at === null || apiKey.last_used_at === undefined
      ? t('keys.neverUsed')
      : t('keys.lastUsed', { when: exactTime(apiKey.last_used_at) });
  return (
    <Row
      title={apiKey.name}
      below={`${apiKey.scopes.join(', ')} · ${used}`}
      end={
        <Button
          variant="default"
          size="xs"
          aria-label={t('keys.revokeNamed', { name: apiKey.name })}
          onClick={() =>
            deleteWithUndo({
              id: apiKey.id,
              message: t('keys.revoked', { name: apiKey.name }),
              send: () => revokeApiKey(apiKey.id),
              onSent: () => void queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
            })
          }
        >
          {t('keys.revoke')}
        </Button>
      }
    />
  );
}
