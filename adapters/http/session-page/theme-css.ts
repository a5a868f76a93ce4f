import { createHash } from 'node:crypto';
import { PLAIN_THEME, type ShopTheme, themeFault } from '../../../core/index.ts';
import {
  BLACK,
  type Color,
  contrast,
  hexText,
  isDark,
  isReadable,
  mix,
  parseColor,
  WHITE,
} from './colors.ts';

/** Longer corners look like mistakes, and those of a panel cut into what stands in it. */
const RADIUS_MAX = 40;
/** Buttons may be as round as a pill. */
const BUTTON_RADIUS_MAX = 99;
/** What an `em` or a `rem` comes to, nearly. */
const EM_PIXELS = 16;

/** Yellow on white has 1.3, which is seen. */
const VISIBLE_CONTRAST = 1.15;

/** Below it a line is no line; the page's own have 1.29 by day. */
const LINE_CONTRAST = 1.25;

/** What the page looks like by day without a theme. */
const PAGE: Color = [243, 245, 249];
const INK: Color = [20, 26, 38];

type Properties = Readonly<Record<string, string | null>>;

/**
 * The style sheet of a shop's theme: custom properties on `:root`, and nothing when the theme says nothing. Every value
 * is reckoned anew as `#rrggbb` or a length, so that nothing is written that a merchant has typed. A theme with any
 * colour gets all of them, the page is then the same by day and by night; text that could not be read on its
 * background gets a colour that can.
 *
 * `--accent-color` is the primary colour where it can be read as text of the page, and the text's colour otherwise.
 */
export function themeCss(theme: ShopTheme): string {
  const properties = { ...colorsOf(theme), ...radiiOf(theme) };
  const lines = Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [`  ${name}: ${value};\n`],
  );
  return lines.length === 0 ? '' : `:root {\n${lines.join('')}}\n`;
}

/** A short digest of what `themeCss` says, for its address. */
export function themeVersion(theme: ShopTheme): string {
  return createHash('sha256').update(themeCss(theme)).digest('base64url').slice(0, 12);
}

/** Where the theme's pictures come from, as a Content-Security-Policy names it. */
export function themeOrigins({ logoUrl }: ShopTheme): readonly string[] {
  if (logoUrl === null || themeFault({ ...PLAIN_THEME, logoUrl }) !== null) return [];
  return policyOrigins([logoUrl]);
}

/** The https origins of these addresses, each once; those that would say something else in a policy are left out. */
export function policyOrigins(urls: readonly string[]): readonly string[] {
  const origins = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  // A host may hold commas and quotes, which a policy would take for its own.
  return [...new Set(origins)].filter((origin) => /^https:\/\/[a-z\d.-]+(?::\d{1,5})?$/.test(origin));
}

function colorsOf({ primaryColor, backgroundColor, textColor, cssVariables }: ShopTheme): Properties {
  const given = (name: string, short: string | null = null): Color | null =>
    colorIn(cssVariables[name]) ?? colorIn(short);
  const asked = {
    primary: given('--primary-color', primaryColor),
    onPrimary: given('--primary-text-color'),
    back: given('--background-color', backgroundColor),
    surface: given('--surface-color'),
    text: given('--text-color', textColor),
    muted: given('--muted-color'),
    border: given('--border-color'),
  };
  if (Object.values(asked).every((color) => color === null)) return {};
  const neutral = neutralColors(asked);
  const { back, surface, text } = neutral;
  return {
    'color-scheme': isDark(surface) ? 'dark' : 'light',
    ...primaryColors(asked, neutral),
    '--background-color': hexText(back),
    '--surface-color': hexText(surface),
    '--text-color': hexText(text),
    '--muted-color': hexText(mutedColor(asked.muted, neutral)),
    '--border-color': hexText(borderColor(asked.border, neutral)),
  };
}

interface Neutral {
  readonly back: Color;
  readonly surface: Color;
  readonly text: Color;
}

type Asked = Readonly<Record<'primary' | 'onPrimary' | 'surface' | 'text', Color | null>> & {
  readonly back: Color | null;
};

/** The page, the panels on it and a text that can be read on both. */
function neutralColors(asked: Asked): Neutral {
  const back = asked.back ?? (asked.surface && isDark(asked.surface) ? asked.surface : PAGE);
  const lifted = isDark(back) ? mix(WHITE, back, 0.06) : mix(WHITE, back, 0.85);
  const surfaces = [asked.surface ?? lifted, lifted, back];
  for (const surface of surfaces)
    for (const text of [asked.text, INK, WHITE, BLACK])
      if (text && isReadable(text, back, surface)) return { back, surface, text };
  // Black or white can be read on any one colour.
  return { back, surface: back, text: isDark(back) ? WHITE : BLACK };
}

function primaryColors(asked: Asked, { back, surface, text }: Neutral): Properties {
  const { onPrimary } = asked;
  if (asked.primary === null) return {};
  // A button in the colour of its panel is not seen.
  const primary = contrast(asked.primary, surface) < VISIBLE_CONTRAST ? text : asked.primary;
  const candidates = [onPrimary, WHITE, INK, BLACK];
  const label = candidates.find((color) => color && isReadable(color, primary)) ?? BLACK;
  return {
    '--primary-color': hexText(primary),
    '--primary-text-color': hexText(label),
    '--accent-color': hexText(isReadable(primary, back, surface) ? primary : text),
  };
}

/** Small print: as pale as it may be. */
function mutedColor(asked: Color | null, { back, surface, text }: Neutral): Color {
  const paler = [0.7, 0.8, 0.9].map((share) => mix(text, surface, share));
  return [asked, ...paler].find((color) => color && isReadable(color, back, surface)) ?? text;
}

/** A line that is seen on panels: the shop's, or else as pale as it may be. */
function borderColor(asked: Color | null, { surface, text }: Neutral): Color {
  const paler = [0.16, 0.24, 0.4].map((share) => mix(text, surface, share));
  return [asked, ...paler].find((color) => color && contrast(color, surface) >= LINE_CONTRAST) ?? text;
}

function radiiOf({ radius, cssVariables }: ShopTheme): Properties {
  const all = radius !== null && Number.isFinite(radius) ? `${radius}px` : undefined;
  const corner = (name: string, max: number): string | null =>
    lengthText(cssVariables[name], max) ?? lengthText(all, max);
  return {
    '--button-radius': corner('--button-radius', BUTTON_RADIUS_MAX),
    '--field-radius': corner('--field-radius', RADIUS_MAX),
    '--panel-radius': corner('--panel-radius', RADIUS_MAX),
  };
}

function colorIn(text: unknown): Color | null {
  return typeof text === 'string' ? parseColor(text) : null;
}

/** `12px`, at most `max` pixels; null for what is no length. */
function lengthText(text: unknown, max: number): string | null {
  const [, number, unit] =
    (typeof text === 'string' && /^(\d{1,2}(?:\.\d{1,2})?)(px|r?em)$/.exec(text)) || [];
  if (number === undefined) return text === '0' ? '0' : null;
  const pixels = Number(number) * (unit === 'px' ? 1 : EM_PIXELS);
  return pixels > max ? `${max}px` : `${Number(number)}${unit}`;
}
