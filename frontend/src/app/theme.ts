import {
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eceffd',
  '#d6dbf8',
  '#b6bff3',
  '#98a4f0',
  '#7a88e8',
  '#5c6bdf',
  '#4656d3',
  '#3a48bb',
  '#303c9c',
  '#262f7c',
];

/** Mantine's dark tuple in our own neutrals: text, lines and grounds of the dark theme. */
const dark: MantineColorsTuple = [
  '#e8eaef',
  '#c6cad4',
  '#a3a9b6',
  '#6f7684',
  '#3a3e49',
  '#2a2d36',
  '#1f222a',
  '#17191f',
  '#121419',
  '#0d0f13',
];

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'rapport-theme' });

export const theme = createTheme({
  primaryColor: 'accent',
  // Shade 7 on white and shade 6 on black both carry white text at 5.9:1 or better.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: false,
  colors: { accent, dark },
  white: '#ffffff',
  black: '#191d25',
  fontFamily: 'var(--font)',
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13.5px', md: '14px', lg: '15px', xl: '18px' },
  headings: { fontWeight: '620' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { centered: false, yOffset: '8vh', overlayProps: { opacity: 0.4 } } },
  },
});
