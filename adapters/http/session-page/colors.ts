/** Red, green and blue, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

export const BLACK: Color = [0, 0, 0];
export const WHITE: Color = [255, 255, 255];

/** What text needs to be read by people with weak eyes (WCAG 2.2, 1.4.3). */
export const READABLE_CONTRAST = 4.5;

const HEX = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;
const PARTS = /^(rgb|hsl)\(\s*([\d.]+)(%|deg)?\s*[\s,]\s*([\d.]+)(%?)\s*[\s,]\s*([\d.]+)(%?)\s*\)$/i;

/** Reads `#rgb`, `#rrggbb`, `rgb(…)` and `hsl(…)`; null for everything else, transparency included. */
export function parseColor(text: string): Color | null {
  if (text.length > 64) return null;
  if (HEX.test(text)) return hexColor(text.slice(1));
  const [, name, first, unit, second, percent, third, lastPercent] = PARTS.exec(text) ?? [];
  if (name === undefined || percent !== lastPercent) return null;
  const numbers = [Number(first), Number(second), Number(third)] as const;
  if (!numbers.every(Number.isFinite)) return null;
  if (name.toLowerCase() === 'hsl') return unit !== '%' && percent === '%' ? hslColor(...numbers) : null;
  if ((unit ?? '') !== percent) return null;
  const whole = unit === '%' ? 100 : 255;
  return numbers.map((part) => byte((part * 255) / whole)) as unknown as Color;
}

/** `#rrggbb` */
export function hexText(color: Color): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: Color, other: Color): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Whether text of this colour can be read on all of these. */
export function isReadable(text: Color, ...backs: readonly Color[]): boolean {
  return backs.every((back) => contrast(text, back) >= READABLE_CONTRAST);
}

/** Whether white text stands out on it more than black text. */
export function isDark(color: Color): boolean {
  return contrast(color, WHITE) > contrast(color, BLACK);
}

/** So much (0 to 1) of `one`, the rest `other`. */
export function mix(one: Color, other: Color, share: number): Color {
  return one.map((part, at) => byte(part * share + (other[at] ?? 0) * (1 - share))) as unknown as Color;
}

function hexColor(digits: string): Color {
  const six = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(six.slice(at, at + 2), 16)) as unknown as Color;
}

function hslColor(degrees: number, saturation: number, lightness: number): Color {
  const light = Math.min(lightness, 100) / 100;
  const range = (Math.min(saturation, 100) / 100) * Math.min(light, 1 - light);
  const part = (offset: number): number => {
    const at = (offset + degrees / 30) % 12;
    return byte(255 * (light - range * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [part(0), part(8), part(4)];
}

/** Of WCAG: 0 is black, 1 is white. */
function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function byte(part: number): number {
  return Math.round(Math.min(Math.max(part, 0), 255));
}
