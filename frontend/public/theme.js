// Runs before the first paint, from its own file because the content security policy has no inline scripts.
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
