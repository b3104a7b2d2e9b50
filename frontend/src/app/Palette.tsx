import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightStore } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, call } from '@/api/client';
import type { SearchHit } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { type Command, useCommands } from '@/ui/command';
import { subjectLink } from '@/ui/subjectLink';
import { named, optionId, useActiveOption } from './activeOption';
import { allCommands, allowedCommands, offeredCommands } from './commands';
import classes from './Palette.module.css';
import { Highlighted, HitIcon } from './PaletteParts';

const [store, palette] = createSpotlight();
const SHORTEST = 2;
const MOST = 12;

/** One field for everything: what can be done, and what the server finds. */
export function Palette({ wish }: { wish: number }) {
  const [query, setQuery] = useState('');
  const [term] = useDebouncedValue(query.trim(), 150);
  const { may, run } = useCommands();
  const { listId, active } = useActiveOption(store);
  useEffect(() => {
    if (wish > 0) palette.open();
  }, [wish]);
  const isSearching = term.length >= SHORTEST;
  const found = useQuery({
    queryKey: ['search', term],
    queryFn: ({ signal }) => {
      const params = { query: { q: term, limit: MOST } };
      return call(api.GET('/api/v1/search', { params, signal }));
    },
    enabled: isSearching,
    placeholderData: keepPreviousData,
  });
  const commands = matching(offeredCommands(allowedCommands(allCommands, may)), query);
  const hits = isSearching ? (found.data?.items ?? []) : [];
  const isAny = hits.length + commands.length > 0;
  const first = hits[0]?.id ?? commands[0]?.id;
  useEffect(() => {
    // Enter takes the first line, also when it came from the server after the last key.
    if (first !== undefined) selectFirst(store);
  }, [first]);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isAny}
        aria-controls={listId || undefined}
        aria-activedescendant={isAny ? active : undefined}
      />
      <Spotlight.ActionsList
        role={isAny ? 'listbox' : undefined}
        aria-label={isAny ? t('palette.options') : undefined}
      >
        {hits.length > 0 && (
          <Spotlight.ActionsGroup
            label={t('palette.found')}
            role="group"
            aria-label={t('palette.found')}
          >
            {hits.map((hit) => (
              <Hit key={`${hit.type}-${hit.id}`} hit={hit} active={active} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup
            label={t('palette.commands')}
            role="group"
            aria-label={t('palette.commands')}
          >
            {commands.map((command) => (
              <CommandAction
                key={command.id}
                command={command}
                active={active}
                onRun={() => run(command)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {!isAny && (
          <Spotlight.Empty>
            {found.isFetching ? t('state.loading') : t('state.nothingFound')}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Hit({ hit, active }: { hit: SearchHit; active: string | undefined }) {
  const navigate = useNavigate();
  const link = subjectLink({ ...hit, kind: hit.type });
  const go = () => {
    palette.close();
    if (link !== undefined) void navigate(link);
  };
  const id = optionId(hit.type, hit.id);
  return (
    <Spotlight.Action ref={named(id)} role="option" aria-selected={id === active} onClick={go}>
      <span className={classes.row}>
        <HitIcon type={hit.type} />
        <span className={classes.words}>
          <span className={classes.title}>{hit.title || t('timeline.noSubject')}</span>
          {hit.highlight && hit.highlight !== hit.title && <Highlighted text={hit.highlight} />}
        </span>
        <span className={classes.kind}>{tDynamic('subject', hit.type)}</span>
      </span>
    </Spotlight.Action>
  );
}

interface CommandActionProps {
  command: Command;
  active: string | undefined;
  onRun: () => void;
}

function CommandAction({ command, active, onRun }: CommandActionProps) {
  const id = optionId('command', command.id);
  const CommandIcon = command.icon;
  return (
    <Spotlight.Action ref={named(id)} role="option" aria-selected={id === active} onClick={onRun}>
      <span className={classes.row}>
        <CommandIcon size={18} stroke={1.7} aria-hidden />
        <span className={classes.words}>{t(command.label)}</span>
        {command.shortcut !== undefined && <kbd className={classes.kind}>{command.shortcut}</kbd>}
      </span>
    </Spotlight.Action>
  );
}

function matching(commands: Command[], query: string): Command[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/);
  return commands.filter((command) => {
    const label = t(command.label).toLocaleLowerCase();
    return words.every((word) => label.includes(word));
  });
}

/** What the arrow keys would have to do first: the parts read the choice from this attribute. */
function selectFirst(of: SpotlightStore): void {
  const list = document.getElementById(of.getState().listId);
  const lines = [...(list?.querySelectorAll('[data-action]') ?? [])];
  for (const line of lines) line.removeAttribute('data-selected');
  lines[0]?.setAttribute('data-selected', 'true');
  of.updateState((state) => ({ ...state, selected: 0 }));
}
