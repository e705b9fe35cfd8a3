// The API page: every route of the REST door, what it takes, and a way to try it. Built from
// openapi.json itself, so that it never says anything else than the door does.

import { Button, Loader } from '@mantine/core';
import { PlugZap, Unplug } from 'lucide-react';
import { useHashLocation } from 'wouter/use-hash-location';
import { EmptyState } from '../components/EmptyState';
import { PageHeader } from '../components/PageHeader';
import { useView } from '../components/useView';
import classes from './ApiPage.module.css';
import { RouteDetail } from './RouteDetail';
import { RouteList } from './RouteList';
import { useDoor } from './request';
import type { Spec } from './spec';

const EXPLANATION =
  'Nearly everything the pages can do, programs can do too: on any page of this site, fetch("api/…") is answered ' +
  'by the service worker of this browser, from the engine that runs in a tab of this site. ' +
  'No server is asked and nothing is sent anywhere; for the same reason other programs on this device cannot call it. ' +
  'Choose a route, change the example, send it, and see what the pages show.';

export function ApiPage() {
  const door = useDoor();
  return (
    <div className={classes.page}>
      <PageHeader
        title="API"
        summary="Nearly everything the pages do, for programs on this site."
        explanation={EXPLANATION}
        actions={
          door.state === 'open' && (
            <Button
              component="a"
              href="./api/openapi.json"
              target="_blank"
              rel="noreferrer"
              size="xs"
              variant="default"
            >
              openapi.json
            </Button>
          )
        }
      />
      {door.state === 'looking' && (
        <p className={classes.looking} role="status">
          <Loader size="xs" aria-hidden /> Setting up the service worker that answers…
        </p>
      )}
      {door.state === 'closed' && <Closed why={door.why} />}
      {door.state === 'open' && <Routes spec={door.spec} />}
    </div>
  );
}

/** What is shown at first: it can be sent at once, and changes nothing. */
const FIRST = 'ping';

/** The route at hand is in the address: #/api/train. */
function Routes({ spec }: { readonly spec: Spec }) {
  const [location] = useHashLocation();
  const id = location.split('/')[2];
  const operations = spec.groups.flatMap((group) => group.operations);
  const current = operations.find(({ operationId }) => operationId === (id || FIRST)) ?? operations[0];
  useView(id ?? '', ...(id && current ? [`${current.method} ${current.path}`] : []), 'API');
  if (!current) return null;
  return (
    <div className={classes.columns}>
      <RouteList spec={spec} current={current.operationId} />
      <RouteDetail key={current.operationId} prefix={spec.prefix} operation={current} />
    </div>
  );
}

function Closed({ why }: { readonly why: 'none' | 'asleep' }) {
  if (why === 'none') {
    return (
      <EmptyState icon={Unplug} title="No service worker here">
        The API is answered by a service worker, and this browser, or this window’s private mode, has none. All pages
        work without it. For the API, open Millrace over https or on localhost, in an ordinary window.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={PlugZap}
      title="The service worker does not answer this page yet"
      actions={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
    >
      That happens when a page was reloaded past its cache, or while the app is still being stored for offline use. What
      you have done is saved; a reload usually helps. It is never there under the development server: build the app and
      preview it.
    </EmptyState>
  );
}
