import type { Command } from '@/ui/command';

const SECOND_KEY_WAIT = 1_200;

/** Hears single keys and pairs (`g` then `c`), but never while someone is writing. */
export function listenForShortcuts(
  commands: readonly Command[],
  run: (command: Command) => void,
): () => void {
  let first: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === '/' && focusFilter()) {
      event.preventDefault();
      return;
    }
    const command = findCommand(commands, first, event.key);
    clearTimeout(timer);
    first = command === null && startsPair(commands, event.key) ? event.key : null;
    if (first !== null) {
      timer = setTimeout(() => {
        first = null;
      }, SECOND_KEY_WAIT);
    }
    if (command !== null) {
      event.preventDefault();
      run(command);
    }
  }
  window.addEventListener('keydown', onKey);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey);
  };
}

export function findCommand(
  commands: readonly Command[],
  first: string | null,
  key: string,
): Command | null {
  const wanted = first === null ? key : `${first} ${key}`;
  return commands.find((command) => command.shortcut === wanted) ?? null;
}

function startsPair(commands: readonly Command[], key: string): boolean {
  return commands.some((command) => command.shortcut?.startsWith(`${key} `));
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isDialogOpen = document.querySelector('[aria-modal="true"]') !== null;
  return (
    isDialogOpen || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  );
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('input[data-filter]');
  filter?.focus();
  filter?.select();
  return filter !== null;
}
