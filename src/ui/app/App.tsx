// The application: providers, the shell, and the page that the hash names.

import { MantineProvider } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import classes from './App.module.css';
import { ErrorBoundary } from './ErrorBoundary';
import { NotFound } from './NotFound';
import { PageFrame } from './PageFrame';
import { PageSkeleton } from './PageSkeleton';
import { componentOf, forget } from './pageComponent';
import { pageAt } from './routes';
import { Shell } from './Shell';
import { cssVariables, theme } from './theme';

const Notifications = lazy(async () => ({ default: (await import('../components/toasts')).Notifications }));

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ErrorBoundary scope="app">
        <Suspense fallback={null}>
          <Notifications
            classNames={{ root: classes.notices!, notification: classes.notice! }}
            position="bottom-right"
            limit={6}
            autoClose={8000}
            // A length, as its end is a transition to 0.
            notificationMaxHeight="calc(100dvh - 8rem)"
          />
        </Suspense>
        <Pages />
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Pages() {
  const [location] = useHashLocation();
  const page = pageAt(location);
  const Component = page && componentOf(page);
  const id = page?.id ?? 'not-found';
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    if (page) forget(page);
    setAttempt(attempt + 1);
  };
  const first = useRef(id);
  const moved = useRef(false);
  if (first.current !== id) moved.current = true;
  return (
    <Shell page={page}>
      <ErrorBoundary scope="page" key={`${id}:${attempt}`} onRetry={retry}>
        <Suspense fallback={<PageSkeleton />}>
          <PageFrame title={page?.title ?? 'Not found'} moveFocus={moved.current}>
            {Component ? <Component /> : <NotFound location={location} />}
          </PageFrame>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
