// The look of every component: neutral greys, one accent, compact sizes. Values that plain CSS needs
// too are in tokens.css, which reads them back from Mantine's variables.

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent: deep enough for white text in the light, in both schemes (WCAG AA). */
const petrol: MantineColorsTuple = [
  '#e6f4f5',
  '#cfe7ea',
  '#a1d2d8',
  '#72bfc8',
  '#4cacb7',
  '#2892a1',
  '#127888',
  '#0c6573',
  '#0a525e',
  '#083f49',
];

/** For what deletes, and for errors. */
const red: MantineColorsTuple = [
  '#fdeceb',
  '#fad4d1',
  '#f6aea9',
  '#f99a91',
  '#ff8a80',
  '#e5574c',
  '#c4352c',
  '#b3261e',
  '#941d16',
  '#741611',
];

const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#f0f1f1',
  '#e4e6e6',
  '#d3d6d6',
  '#b9bdbd',
  '#8b9090',
  '#616666',
  '#484d4d',
  '#2f3333',
  '#1a1d1d',
];

const dark: MantineColorsTuple = [
  '#dcdfdf',
  '#bdc1c1',
  '#9a9f9f',
  '#757b7b',
  '#454a4a',
  '#353a3a',
  '#292d2d',
  '#191c1c',
  '#131515',
  '#0d0f0f',
];

export const theme = createTheme({
  colors: { petrol, red, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  black: '#1a1d1d',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '620',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, events: { hover: true, focus: true, touch: false } } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md' } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
    Paper: { defaultProps: { radius: 'md' } },
    Notification: { defaultProps: { radius: 'md', withBorder: true } },
    Anchor: { defaultProps: { underline: 'always' } },
  },
});

/** Links and quiet text reach 4.5:1 on every surface they are put on, edges of controls 3:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-default-border': gray[5],
    '--mantine-color-anchor': petrol[7],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
  },
  dark: {
    '--mantine-color-default-border': dark[3],
    '--mantine-color-anchor': petrol[3],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[4],
    '--mantine-color-petrol-light': '#17363c',
    '--mantine-color-petrol-light-hover': '#1c4249',
    '--mantine-color-petrol-light-color': petrol[2],
  },
});
