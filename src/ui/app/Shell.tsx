// The frame around every page: skip link, header, navigation, main.

import { lazy, type ReactNode, Suspense } from 'react';
import { SAID } from '../components/useSaid';
import { ComputeChip } from './ComputeChip';
import { ConnectionStatus, LostBanner } from './ConnectionStatus';
import { Logo } from './Logo';
import { usePwa } from './pwa';
import { PAGES, type Page } from './routes';
import classes from './Shell.module.css';
import { ThemeSwitch } from './ThemeSwitch';

const UpdateNotice = lazy(async () => ({ default: (await import('./UpdateNotice')).UpdateNotice }));

interface ShellProps {
  readonly page: Page | null;
  readonly children: ReactNode;
}

export function Shell({ page, children }: ShellProps) {
  const asks = usePwa((state) => state.updateReady && state.updateWhen === 'ask');
  return (
    <div className={classes.shell}>
      <SkipLink />
      <header className={classes.header}>
        <a className={classes.brand} href={`#/${PAGES[0]!.id}`} aria-label="Millrace, to the first page">
          <Logo />
          <span className={classes.brandName}>Millrace</span>
        </a>
        <nav className={classes.nav} aria-label="Pages">
          {PAGES.map((item) => (
            <a
              key={item.id}
              className={classes.link}
              href={`#/${item.id}`}
              aria-current={item === page ? 'page' : undefined}
            >
              <item.icon size={17} strokeWidth={1.9} aria-hidden />
              {item.label}
            </a>
          ))}
        </nav>
        <div className={classes.status}>
          <ConnectionStatus />
          <ComputeChip />
          <ThemeSwitch />
        </div>
      </header>
      <LostBanner />
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <p id={SAID} role="status" className="visually-hidden" />
      {/* This device has a button of its own for it. */}
      {asks && page?.id !== 'data' && (
        <Suspense fallback={null}>
          <UpdateNotice />
        </Suspense>
      )}
    </div>
  );
}

/** A button, not a link: `#main` would be taken for a page. */
function SkipLink() {
  return (
    <button type="button" className={classes.skip} onClick={() => document.getElementById('main')?.focus()}>
      Skip to content
    </button>
  );
}
