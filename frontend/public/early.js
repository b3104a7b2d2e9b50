// Runs before the application has arrived, from its own file because the content security policy has no inline scripts.

// The first paint is in the right colours.
(() => {
  let wanted = 'auto';
  try {
    wanted = localStorage.getItem('rapport-theme') ?? 'auto';
  } catch {
    // Storage can be switched off; the system's scheme is then the answer.
  }
  const isDark =
    wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();

// A session is renewed while the application is on its way; api/session.ts takes the answer up.
(() => {
  try {
    if (localStorage.getItem('rapport-session') === null || navigator.locks === undefined) return;
  } catch {
    return;
  }
  const renew = () => fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin' });
  globalThis.rapportRenewal = navigator.locks.request('rapport-refresh', renew);
  // Whoever takes it up hears of the failure; it must not be reported before that.
  globalThis.rapportRenewal.catch(() => undefined);
})();
