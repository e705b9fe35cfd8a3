// For an address that no page answers to.

import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { EmptyState } from '../components/EmptyState';
import { PAGES } from './routes';

export function NotFound({ location }: { readonly location: string }) {
  return (
    <EmptyState
      icon={Compass}
      level={1}
      title="There is no page here"
      actions={PAGES.map((page, index) => (
        <Button key={page.id} component="a" href={`#/${page.id}`} variant={index === 0 ? 'filled' : 'default'}>
          {page.label}
        </Button>
      ))}
    >
      The address ends in <code>#{location}</code>, and no page answers to that. Your data is where it was; these are
      the pages there are.
    </EmptyState>
  );
}
