// As the system says, light, or dark: each click moves on. Kept in localStorage by Mantine.

import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';

const CHOICES = {
  auto: { label: 'as the system', icon: Monitor, next: 'light' },
  light: { label: 'light', icon: Sun, next: 'dark' },
  dark: { label: 'dark', icon: Moon, next: 'auto' },
} as const satisfies Record<MantineColorScheme, { label: string; icon: typeof Sun; next: MantineColorScheme }>;

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { label, icon: Icon, next } = CHOICES[colorScheme];
  const words = `Theme: ${label}. Switch to ${CHOICES[next].label}`;
  return (
    <ActionIcon c="dimmed" aria-label={words} title={words} onClick={() => setColorScheme(next)}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
