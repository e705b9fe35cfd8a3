// The application: providers, the shell, and the page that the hash names.

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Suspense, useRef } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { ErrorBoundary } from './ErrorBoundary';
import { NotFound } from './NotFound';
import { PageFrame } from './PageFrame';
import { PageSkeleton } from './PageSkeleton';
import { pageAt } from './routes';
import { Shell } from './Shell';
import { cssVariables, theme } from './theme';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ErrorBoundary scope="app">
        <Notifications position="bottom-right" limit={4} autoClose={8000} />
        <Pages />
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Pages() {
  const [location] = useHashLocation();
  const page = pageAt(location);
  const id = page?.id ?? 'not-found';
  const first = useRef(id);
  const moved = useRef(false);
  if (first.current !== id) moved.current = true;
  return (
    <Shell page={page}>
      <ErrorBoundary scope="page" key={id}>
        <Suspense fallback={<PageSkeleton />}>
          <PageFrame title={page?.title ?? 'Not found'} moveFocus={moved.current}>
            {page ? <page.component /> : <NotFound location={location} />}
          </PageFrame>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
