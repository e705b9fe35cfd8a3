// Whether a message of the system comes when a run ends: asked for by a switch, never by itself.

import { Switch } from '@mantine/core';
import { useState } from 'react';
import { Note, Section } from '../../components/Section';
import { allowNotifications } from '../attend';
import { useRuns } from '../store';

const WHY = {
  denied:
    'The browser does not allow it for this address. Allow notifications in its settings for this site, then try again.',
  unsupported: 'This browser has no notifications.',
} as const;

export function Telling() {
  const tell = useRuns((ui) => ui.tell);
  const [problem, setProblem] = useState<keyof typeof WHY | null>(null);
  const change = async (wanted: boolean) => {
    if (!wanted) {
      useRuns.setState({ tell: false });
      return;
    }
    const answer = await allowNotifications();
    setProblem(answer === 'granted' ? null : answer);
    useRuns.setState({ tell: answer === 'granted' });
  };
  return (
    <Section title="While it runs">
      <Switch
        size="sm"
        label="Notify me when a run ends"
        checked={tell}
        onChange={({ currentTarget: { checked } }) => void change(checked)}
      />
      <div aria-live="polite">{problem && <Note>{WHY[problem]}</Note>}</div>
      <Note>
        The message comes while you look at something else; it is made on this device. The screen stays on while a run
        is on and this page is in sight.
      </Note>
    </Section>
  );
}
