import './styles';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { currentLanguage, subscribeLanguage } from '@/locales/t';
import { Notices } from '@/ui/Notices';
import { sendWaitingDeletes } from '@/ui/undo';
import { ConflictHost } from './ConflictHost';
import { queryClient } from './queryClient';
import { router } from './router';
import { startEarly } from './startEarly';
import { colorSchemeManager, theme } from './theme';

window.addEventListener('pagehide', sendWaitingDeletes);
startEarly(router);

function App() {
  const language = useSyncExternalStore(subscribeLanguage, currentLanguage);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider key={language} router={router} />
        <ConflictHost />
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
